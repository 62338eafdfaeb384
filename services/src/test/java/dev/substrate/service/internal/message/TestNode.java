package dev.substrate.service.internal.message;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.Behaviors;
import akka.cluster.typed.Cluster;
import akka.cluster.typed.Join;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.substrate.id.NodeId;
import dev.substrate.message.Messages;
import dev.substrate.message.Topic;
import dev.substrate.service.Service;
import dev.substrate.service.internal.host.Delivery;
import dev.substrate.service.internal.host.Delivery.Hindrance;
import dev.substrate.service.internal.host.HostStatus;
import dev.substrate.service.internal.host.ServiceHost;
import dev.substrate.service.internal.host.ServiceHosts.Hosted;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/** A node with the true messages and fake hosts of services, as a member of a cluster in this process. */
public final class TestNode implements AutoCloseable {

    /** A host that hands everything on to a handler, on the thread of an actor of its own, and is active or passive as it is told. */
    public static final class FakeHost {
        private final AtomicReference<Optional<Hindrance>> hindrance = new AtomicReference<>(Optional.empty());

        public void passive(NodeId... active) {
            hindrance.set(Optional.of(new Hindrance.Passive(List.of(active))));
        }

        void unavailable(String reason) {
            hindrance.set(Optional.of(new Hindrance.Unavailable(reason)));
        }

        private <M> Behavior<ServiceHost.Command> behavior(Service<M> service, Consumer<M> handler) {
            return Behaviors.receiveMessage(command -> {
                if (command instanceof ServiceHost.Deliver deliver) {
                    deliver(service, handler, deliver.delivery());
                }
                return Behaviors.same();
            });
        }

        private <M> void deliver(Service<M> service, Consumer<M> handler, Delivery delivery) {
            Optional<Hindrance> now = hindrance.get();
            if (now.isPresent() && !(now.get() instanceof Hindrance.Passive && delivery.alsoWhenPassive())) {
                delivery.undelivered(now.get());
                return;
            }
            delivery.delivered();
            try {
                handler.accept(delivery.message(service));
            } catch (RuntimeException e) {
                delivery.threw(e);
            }
        }
    }

    private final NodeId id;
    private final ActorSystem<Void> system;
    private final NodeMessages messages;
    private final Map<String, Hosted> hosted = new ConcurrentHashMap<>();

    private TestNode(NodeId id, Config config) {
        this.id = id;
        system = ActorSystem.create(Behaviors.empty(), "messages", config);
        messages = new NodeMessages(system, name -> Optional.ofNullable(hosted.get(name)), new Random(id.hashCode()));
    }

    public static TestNode start(NodeId id, String settings) {
        return new TestNode(
                id,
                ConfigFactory.parseString(settings)
                        .withFallback(ConfigFactory.parseString("""
                                substrate.node.id = "%s"
                                akka {
                                  actor.provider = cluster
                                  actor.allow-java-serialization = off
                                  actor.serialization-bindings."dev.substrate.node.CborMessage" = jackson-cbor
                                  remote.artery.canonical { hostname = "127.0.0.1", port = 0 }
                                  cluster {
                                    roles = ["substrate-id-%s"]
                                    jmx.multi-mbeans-in-same-jvm = on
                                    downing-provider-class = "akka.cluster.sbr.SplitBrainResolverProvider"
                                    split-brain-resolver.active-strategy = keep-majority
                                    split-brain-resolver.stable-after = 1s
                                    failure-detector.acceptable-heartbeat-pause = 1s
                                    failure-detector.heartbeat-interval = 200ms
                                    unreachable-nodes-reaper-interval = 200ms
                                    gossip-interval = 200ms
                                    leader-actions-interval = 200ms
                                    shutdown-after-unsuccessful-join-seed-nodes = off
                                    run-coordinated-shutdown-when-down = off
                                    typed.receptionist.distributed-data.gossip-interval = 200ms
                                    typed.receptionist.distributed-data.notify-subscribers-interval = 50ms
                                  }
                                  coordinated-shutdown { exit-jvm = off, run-by-actor-system-terminate = off }
                                }
                                """.formatted(id.hex(), id.hex())))
                        .withFallback(ConfigFactory.load())
                        .resolve());
    }

    /** Lets this node join the cluster of another, or its own. */
    public TestNode join(TestNode other) {
        Cluster.get(system)
                .manager()
                .tell(new Join(Cluster.get(other.system).selfMember().address()));
        return this;
    }

    public NodeId id() {
        return id;
    }

    Messages messages() {
        return messages.messages();
    }

    public NodeMessages node() {
        return messages;
    }

    public ActorSystem<?> system() {
        return system;
    }

    /** Carries a service, and subscribes it to all topics that it declares. */
    public <M> FakeHost host(Service<M> service, Consumer<M> handler) {
        FakeHost fake = new FakeHost();
        ActorRef<ServiceHost.Command> ref = system.systemActorOf(
                fake.behavior(service, handler), "host-" + service.name(), akka.actor.typed.Props.empty());
        hosted.put(service.name(), new Hosted(service, ref, new AtomicReference<>(HostStatus.NEW)));
        messages.carry(service);
        service.subscriptions()
                .forEach(subscription -> messages.subscribe(service.name(), (Topic<?>) subscription.topic()));
        return fake;
    }

    /** Ends the node as a crash would: the others are not told. */
    void crash() {
        system.terminate();
        try {
            system.getWhenTerminated()
                    .toCompletableFuture()
                    .get(Duration.ofSeconds(20).toMillis(), java.util.concurrent.TimeUnit.MILLISECONDS);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        if (!system.whenTerminated().isCompleted()) {
            crash();
        }
    }
}
