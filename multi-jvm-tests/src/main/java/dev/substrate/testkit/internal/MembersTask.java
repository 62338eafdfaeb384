package dev.substrate.testkit.internal;

import dev.substrate.testkit.NodeContext;
import dev.substrate.testkit.NodeTask;
import java.util.Set;
import java.util.TreeSet;

/** Asks a node's program whom it takes for members of its cluster. */
public final class MembersTask implements NodeTask<Set<Integer>> {

    private static final long serialVersionUID = 1L;

    @Override
    public Set<Integer> run(NodeContext context) throws Exception {
        // Whatever set the program has: this one can be sent.
        return new TreeSet<>(((AgentContext) context).members());
    }
}
