package dev.substrate.benchmark;

import dev.substrate.benchmark.load.Mix;
import dev.substrate.benchmark.node.Engine;
import dev.substrate.benchmark.node.Reckoning;
import dev.substrate.benchmark.result.Measured;
import dev.substrate.benchmark.result.Ratio;

/**
 * What one caller does under one load.
 *
 * @param engine the engine
 * @param caller who calls
 * @param mix writes alone, or reads alone
 * @param outstanding how many operations are under way
 * @param measured what it came to
 * @param comparedWithAnyNode its operations per second by those of the client that sends to any node, in the same rounds
 * @param medianByAnyNodes its median latency by that of the client that sends to any node
 * @param reckoning whether the versions in the store add up
 */
record ClientRun(
        Engine engine,
        Caller caller,
        Mix mix,
        int outstanding,
        Measured measured,
        Ratio comparedWithAnyNode,
        double medianByAnyNodes,
        Reckoning reckoning) {

    /** Who calls. */
    enum Caller {
        /** A client that sends each operation to the next node. */
        ANY_NODE("client, any node"),
        /** A client that sends each operation to the owner's node. */
        OWNERS_NODE("client, owner's node"),
        /** A program on a node. */
        MEMBER("`Dht` of a member");

        private final String title;

        Caller(String title) {
            this.title = title;
        }

        String title() {
            return title;
        }
    }

    /** Returns whether nothing was lost and nothing stale was read. */
    boolean right() {
        return reckoning.isRight() && measured.staleReads() == 0;
    }
}
