package dev.substrate.cli.transfer;

import dev.substrate.cli.http.Endpoint;
import java.util.List;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.LongSupplier;

/** The nodes that several workers talk to, and which of them to leave alone for a while. */
public final class Nodes {

    private static final long AVOID_NANOS = 2_000_000_000L;

    private final List<Endpoint> nodes;
    private final AtomicLongArray avoidUntilNanos;
    private final LongSupplier nanoTime;

    /** Takes the nodes, and a clock that only goes forward. */
    public Nodes(List<Endpoint> nodes, LongSupplier nanoTime) {
        this.nodes = List.copyOf(nodes);
        this.avoidUntilNanos = new AtomicLongArray(nodes.size());
        this.nanoTime = nanoTime;
        for (int i = 0; i < nodes.size(); i++) {
            avoidUntilNanos.set(i, nanoTime.getAsLong());
        }
    }

    int size() {
        return nodes.size();
    }

    Endpoint endpoint(int index) {
        return nodes.get(index);
    }

    /** Returns {@code preferred}, or the next node after it that has not just failed; {@code preferred} if all have. */
    int choose(int preferred) {
        long now = nanoTime.getAsLong();
        for (int i = 0; i < nodes.size(); i++) {
            int index = (preferred + i) % nodes.size();
            if (now - avoidUntilNanos.get(index) >= 0) {
                return index;
            }
        }
        return preferred;
    }

    /** Has everybody leave a node alone for a while. */
    void avoid(int index) {
        avoidUntilNanos.set(index, nanoTime.getAsLong() + AVOID_NANOS);
    }
}
