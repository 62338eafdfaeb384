package dev.substrate.faults;

import dev.substrate.node.SubstrateNode;
import dev.substrate.service.Activation;
import dev.substrate.service.Services;
import dev.substrate.testkit.NodeContext;
import dev.substrate.testkit.substrate.SubstrateProgram;
import java.io.IOException;

/** A node that carries the services of these suites. */
public final class ServicesProgram extends SubstrateProgram {

    /** How many services have one slot each. */
    static final int SINGLES = 100;

    /** Each of the services with one slot, and the two slots of the pair. */
    static final int SLOTS = SINGLES + 3;

    @Override
    public SubstrateNode start(NodeContext context) throws IOException {
        SubstrateNode node = super.start(context);
        Services.register(
                node,
                ActingService.named("always", Activation.always()),
                ActingService.named("pair", Activation.slots(2)),
                ActingService.named("one", Activation.slots(1)),
                ActingService.named("super", Activation.supernode(1)));
        for (int i = 0; i < SINGLES; i++) {
            Services.register(node, ActingService.named("single-" + i, Activation.slots(1)));
        }
        return node;
    }
}
