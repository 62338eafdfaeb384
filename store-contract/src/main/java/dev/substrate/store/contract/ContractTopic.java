package dev.substrate.store.contract;

/** A group of tests; the contract has one for each thing that a store promises. */
interface ContractTopic {

    /** For the contract alone: where the running test plays. */
    Scene scene();
}
