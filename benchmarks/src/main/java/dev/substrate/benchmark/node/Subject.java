package dev.substrate.benchmark.node;

import dev.substrate.benchmark.load.ClosedLoop;
import java.util.List;

/** What is measured in a process of its own, and makes its load itself: so it is the node that is measured, and not a network. */
interface Subject {

    /** Waits until it can be used. */
    void awaitReady();

    /** Returns the loads on its records. */
    ClosedLoop loads();

    /** Returns the versions of all records as they are stored. */
    List<Long> storedVersions();

    /** Returns how many of the records are this node's. */
    long owned();
}
