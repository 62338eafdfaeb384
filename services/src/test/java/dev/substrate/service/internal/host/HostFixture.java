package dev.substrate.service.internal.host;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.actor.typed.javadsl.Behaviors;
import com.typesafe.config.ConfigFactory;
import dev.substrate.id.NodeId;
import dev.substrate.message.TransactionId;
import dev.substrate.node.RingView;
import dev.substrate.record.Place;
import dev.substrate.ring.Ring;
import dev.substrate.ring.RingMember;
import dev.substrate.service.Activation;
import dev.substrate.service.Service;
import dev.substrate.service.ServiceEvent;
import dev.substrate.service.internal.slot.Holder;
import dev.substrate.service.internal.slot.PlacedTable.TableId;
import dev.substrate.service.internal.slot.SlotCommand;
import dev.substrate.service.internal.slot.SlotTable;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.slf4j.MDC;

/** A host of a service on node 1 of 2, and a store in memory. */
final class HostFixture implements AutoCloseable {

    static final RingMember SELF = member(1);
    static final RingMember OTHER = member(2);
    static final TableId TABLE = new TableId("greeter", Place.EVERYWHERE);

    /** What the service of these tests understands. */
    sealed interface Message {}

    /** An event. */
    record Event(ServiceEvent event) implements Message {}

    /** A message by its name. */
    record Said(String what) implements Message {}

    /** What the behaviour was handed, and under which transaction. */
    record Heard(String what, String transaction) {}

    final ActorTestKit kit =
            ActorTestKit.create(ConfigFactory.parseString("akka.loglevel = OFF").withFallback(ConfigFactory.load()));
    final FakeDht dht = new FakeDht();
    final SlotRecords records = new SlotRecords(dht);
    final TestProbe<Object> heard = kit.createTestProbe();
    final AtomicReference<HostStatus> status = new AtomicReference<>(HostStatus.NEW);
    final AtomicReference<RingView.Seen> seen = new AtomicReference<>(ring(SELF, OTHER));
    private final HostSettings settings;

    HostFixture() {
        this("");
    }

    HostFixture(String config) {
        settings = HostSettings.of(ConfigFactory.parseString(config)
                .withFallback(ConfigFactory.parseString("""
                        substrate.service {
                          look-interval = 60s, retry-after = 20ms, restart-backoff-min = 50ms, failure-backoff-min = 50ms
                          settle = 50ms
                        }
                        """))
                .withFallback(ConfigFactory.load()));
    }

    Service.Builder<Message> greeter(Activation activation) {
        return Service.named(
                        "greeter",
                        Message.class,
                        context -> Behaviors.receiveMessage(message -> {
                            if (message instanceof Said said) {
                                heard.getRef().tell(new Heard(said.what(), MDC.get(TransactionId.LOG_KEY)));
                                if (said.what().equals("stop")) {
                                    return Behaviors.stopped();
                                } else if (said.what().equals("throw")) {
                                    throw new IllegalStateException("as told");
                                }
                            } else {
                                heard.getRef().tell(((Event) message).event());
                            }
                            return Behaviors.same();
                        }))
                .activation(activation)
                .onEvent(Event::new);
    }

    ActorRef<ServiceHost.Command> host(Service<?> service) {
        return kit.spawn(ServiceHost.create(
                service,
                new HostEnvironment(
                        () -> SELF,
                        seen::get,
                        records,
                        MessageDoor.Closed.DOOR,
                        service::settings,
                        settings,
                        System::nanoTime,
                        status::set,
                        () -> {},
                        (member, replyTo) -> {},
                        new HostedContext(
                                kit.system(),
                                service,
                                records,
                                MessageDoor.Closed.DOOR,
                                service::settings,
                                () -> {}))));
    }

    HostSettings settings() {
        return settings;
    }

    /** Carries out commands on the table, as a coordinator or a person would. */
    void table(SlotCommand... commands) {
        records.create(TABLE, List.of("1")).toCompletableFuture().join();
        for (SlotCommand command : commands) {
            SlotRecords.Outcome outcome =
                    records.apply(TABLE, command).toCompletableFuture().join();
            if (!(outcome instanceof SlotRecords.Outcome.Done)) {
                throw new AssertionError(command + ": " + outcome);
            }
        }
    }

    SlotTable table() {
        boolean held = dht.heldReads() > 0;
        if (held) {
            throw new AssertionError("readings are held up");
        }
        return records.read(TABLE).toCompletableFuture().join().orElseThrow().table();
    }

    static SlotCommand grantTo(RingMember member) {
        return new SlotCommand.Grant("1", Holder.of(member));
    }

    void look(ActorRef<ServiceHost.Command> host) {
        host.tell(new ServiceHost.Look(Long.MAX_VALUE));
    }

    /** Waits for the event that tells the service to become active, and answers it. */
    ServiceEvent.Activate started() {
        ServiceEvent.Activate activate = heard.expectMessageClass(ServiceEvent.Activate.class);
        activate.started();
        return activate;
    }

    OneMessage say(ActorRef<ServiceHost.Command> host, String what) {
        return say(host, what, false);
    }

    OneMessage say(ActorRef<ServiceHost.Command> host, String what, boolean alsoWhenPassive) {
        OneMessage message = new OneMessage(what, alsoWhenPassive);
        host.tell(new ServiceHost.Deliver(message));
        return message;
    }

    static RingMember member(int number) {
        byte[] random = new byte[NodeId.RANDOM_BYTES];
        new Random(number).nextBytes(random);
        return new RingMember(NodeId.of(0, 0, random), 1_000L * number, number, "127.0.0.1:" + number);
    }

    static RingView.Seen ring(RingMember... members) {
        Ring ring = Ring.of(List.of(members));
        return new RingView.Seen(
                ring,
                ring,
                Set.of(members).stream().map(RingMember::incarnation).collect(Collectors.toSet()));
    }

    @Override
    public void close() {
        kit.shutdownTestKit();
    }

    /** A message, and what became of it: {@code delivered}, or what hindered it. */
    static final class OneMessage implements Delivery {
        private final String what;
        private final boolean alsoWhenPassive;
        final CompletableFuture<Object> outcome = new CompletableFuture<>();
        final CompletableFuture<Throwable> threw = new CompletableFuture<>();
        private final AtomicReference<Integer> calls = new AtomicReference<>(0);

        OneMessage(String what, boolean alsoWhenPassive) {
            this.what = what;
            this.alsoWhenPassive = alsoWhenPassive;
        }

        int calls() {
            return calls.get();
        }

        @Override
        public boolean alsoWhenPassive() {
            return alsoWhenPassive;
        }

        @Override
        public <M> M message(Service<M> service) {
            return service.protocol().cast(new Said(what));
        }

        @Override
        public TransactionId transaction() {
            return new TransactionId("tx-" + what);
        }

        @Override
        public void delivered() {
            calls.updateAndGet(count -> count + 1);
            outcome.complete("delivered");
        }

        @Override
        public void undelivered(Hindrance hindrance) {
            calls.updateAndGet(count -> count + 1);
            outcome.complete(hindrance);
        }

        @Override
        public void threw(Throwable failure) {
            threw.complete(failure);
        }

        Object outcome() {
            return outcome.orTimeout(5, java.util.concurrent.TimeUnit.SECONDS).join();
        }
    }

    static Duration quiet() {
        return Duration.ofMillis(150);
    }
}
