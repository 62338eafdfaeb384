package dev.substrate.dht.internal.rule;

/** What the store holds for a record: a state that can be read, or damage. */
public sealed interface StoredRecord permits RecordState, DamagedRecord {}
