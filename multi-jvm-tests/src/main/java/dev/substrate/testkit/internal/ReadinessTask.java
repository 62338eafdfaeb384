package dev.substrate.testkit.internal;

import dev.substrate.testkit.NodeContext;
import dev.substrate.testkit.NodeTask;

/** Asks a node's program whether it does its work by now. */
public final class ReadinessTask implements NodeTask<Boolean> {

    private static final long serialVersionUID = 1L;

    @Override
    public Boolean run(NodeContext context) throws Exception {
        return ((AgentContext) context).isReady();
    }
}
