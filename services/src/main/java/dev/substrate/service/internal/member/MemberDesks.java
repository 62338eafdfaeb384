package dev.substrate.service.internal.member;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Props;
import dev.substrate.dht.Records;
import dev.substrate.id.NodeId;
import dev.substrate.node.RingView;
import dev.substrate.ring.Ring;
import dev.substrate.service.ServiceEvent;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Supplier;

/** Starts the desk of a node, and shows it the records of lives that the node comes across. */
public final class MemberDesks {

    private MemberDesks() {}

    /**
     * Starts it.
     *
     * @param services the names of the services that the node carries
     * @param carriers finds the nodes that carry a service
     * @param show shows an event to a service of this node
     */
    public static ActorRef<MemberDesk.Command> start(
            ActorSystem<?> system,
            Supplier<Set<String>> services,
            Function<String, CompletionStage<Set<NodeId>>> carriers,
            BiConsumer<String, ServiceEvent> show) {
        ActorRef<MemberDesk.Command> desk = system.systemActorOf(
                MemberDesk.create(new MemberDesk.Surroundings(
                        Records.on(system),
                        RingView.get(system),
                        new LastKnown(carriers),
                        services,
                        show,
                        DeskSettings.of(system.settings().config()))),
                "member-desk",
                Props.empty());
        Records.scanLocally(system, Life.TYPE, record -> {
            desk.tell(new MemberDesk.Found(record.value()));
            return CompletableFuture.completedFuture(null);
        });
        return desk;
    }

    /** Remembers what was found last. */
    private static final class LastKnown implements Carriers {

        private final Function<String, CompletionStage<Set<NodeId>>> find;
        private final Map<String, Set<NodeId>> known = new ConcurrentHashMap<>();

        LastKnown(Function<String, CompletionStage<Set<NodeId>>> find) {
            this.find = find;
        }

        @Override
        public Ring of(String service, Ring ring) {
            Set<NodeId> nodes = known.getOrDefault(service, Set.of());
            return ring.where(member -> nodes.contains(member.node()));
        }

        @Override
        public void refresh(Set<String> services) {
            for (String service : services) {
                find.apply(service).thenAccept(nodes -> known.put(service, nodes));
            }
        }
    }
}
