package dev.substrate.node;

import akka.actor.AbstractExtensionId;
import akka.actor.ClassicActorSystemProvider;
import akka.actor.ExtendedActorSystem;
import akka.actor.Extension;
import java.util.List;

/** The modules of a node. */
public final class Modules implements Extension {

    private static final Id ID = new Id();

    private volatile List<NodeModule> all = List.of();

    private Modules() {}

    static void install(ClassicActorSystemProvider system, List<NodeModule> modules) {
        ID.get(system).all = List.copyOf(modules);
    }

    /** Returns the modules of the node that runs the system. */
    public static List<NodeModule> of(ClassicActorSystemProvider system) {
        return ID.get(system).all;
    }

    private static final class Id extends AbstractExtensionId<Modules> {
        @Override
        public Modules createExtension(ExtendedActorSystem system) {
            return new Modules();
        }
    }
}
