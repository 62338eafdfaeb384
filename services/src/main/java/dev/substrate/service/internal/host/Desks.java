package dev.substrate.service.internal.host;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorRefResolver;
import akka.actor.typed.ActorSystem;
import dev.substrate.ring.RingMember;

/** Finds the desk of each node. */
public final class Desks {

    private final ActorSystem<?> system;
    private final ActorRefResolver resolver;

    /** Finds the desks of a cluster. */
    public Desks(ActorSystem<?> system) {
        this.system = system;
        this.resolver = ActorRefResolver.get(system);
    }

    /** Returns the desk of a node, whichever of its lives is there now. */
    public ActorRef<ServiceDesk.Command> of(RingMember member) {
        return resolver.resolveActorRef(
                "akka://" + system.name() + "@" + member.address() + "/system/" + ServiceDesk.NAME);
    }
}
