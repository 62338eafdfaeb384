package dev.substrate.testkit;

import dev.substrate.testkit.machine.NodeClock;
import dev.substrate.testkit.machine.NodeDisk;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** The disks and clocks of a cluster's nodes, as far as the test asks for such. */
final class NodeMachines implements AutoCloseable {

    private final Map<Integer, NodeDisk> disks = new HashMap<>();
    private final Map<Integer, NodeClock> clocks = new HashMap<>();

    /** @param listener is told which node something was done to, and what in words */
    NodeMachines(ClusterTest spec, ClusterFolder folder, BiConsumer<Integer, String> listener) {
        try {
            for (int node = 1; node <= spec.nodes(); node++) {
                int number = node;
                if (spec.diskBytes() > 0) {
                    disks.put(
                            node,
                            NodeDisk.mount(
                                    folder.data(node), spec.diskBytes(), words -> listener.accept(number, words)));
                }
                if (spec.ownClocks()) {
                    clocks.put(node, NodeClock.right(words -> listener.accept(number, words)));
                }
            }
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    NodeDisk disk(int node) {
        return existing(disks.get(node), "disk: say @ClusterTest(diskBytes = ...)");
    }

    NodeClock clock(int node) {
        return existing(clocks.get(node), "clock: say @ClusterTest(ownClocks = true)");
    }

    /** Returns what stands before the command of a node's process. */
    List<String> commandPrefix(int node) {
        NodeClock clock = clocks.get(node);
        return clock == null ? List.of() : clock.commandPrefix();
    }

    @Override
    public void close() {
        disks.values().forEach(NodeDisk::close);
    }

    private static <T> T existing(@Nullable T own, String what) {
        if (own == null) {
            throw new IllegalStateException("The nodes have no own " + what);
        }
        return own;
    }
}
