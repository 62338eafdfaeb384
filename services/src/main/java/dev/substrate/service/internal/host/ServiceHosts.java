package dev.substrate.service.internal.host;

import akka.Done;
import akka.actor.AbstractExtensionId;
import akka.actor.ClassicActorSystemProvider;
import akka.actor.CoordinatedShutdown;
import akka.actor.ExtendedActorSystem;
import akka.actor.Extension;
import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Props;
import akka.actor.typed.javadsl.Adapter;
import dev.substrate.dht.Records;
import dev.substrate.message.Topic;
import dev.substrate.node.RingView;
import dev.substrate.service.Service;
import dev.substrate.service.internal.slot.PlacedTable.TableId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;

/** The services that a node carries. Safe for use by several threads. */
public final class ServiceHosts implements Extension {

    private static final Id ID = new Id();

    private final ActorSystem<?> system;
    private final HostSettings settings;
    private final SlotRecords records;
    private final Map<String, Hosted> hosted = new ConcurrentHashMap<>();
    private final ActorRef<ServiceDesk.Command> desk;
    private volatile MessageDoor door = MessageDoor.Closed.DOOR;
    private volatile Function<Service<?>, Map<String, String>> serviceSettings = Service::settings;

    private ServiceHosts(ActorSystem<?> system) {
        this.system = system;
        settings = HostSettings.of(system.settings().config());
        records = new SlotRecords(Records.on(system));
        desk = system.systemActorOf(ServiceDesk.create(this, settings), ServiceDesk.NAME, Props.empty());
        CoordinatedShutdown.get(system)
                .addTask(CoordinatedShutdown.PhaseBeforeServiceUnbind(), "services-become-passive", this::leave);
    }

    /**
     * A service and the actor that runs it.
     *
     * @param status how the service is on this node now
     */
    public record Hosted(Service<?> service, ActorRef<ServiceHost.Command> host, AtomicReference<HostStatus> status) {}

    /** Returns the services of the node that runs the system. */
    public static ServiceHosts get(ClassicActorSystemProvider system) {
        return ID.get(system);
    }

    /** Has messages told of the services from now on; those that were added before are carried as well. */
    public void connect(MessageDoor newDoor) {
        door = newDoor;
        hosted.values().forEach(each -> newDoor.carry(each.service()));
    }

    /** Has services find their settings where they are kept. */
    public void settingsFrom(Function<Service<?>, Map<String, String>> source) {
        serviceSettings = source;
    }

    /**
     * Runs a service on this node.
     *
     * @throws IllegalStateException if the node carries a service of this name already
     */
    public synchronized void add(Service<?> service) {
        if (hosted.containsKey(service.name())) {
            throw new IllegalStateException("This node carries a service '" + service.name() + "' already");
        }
        AtomicReference<HostStatus> status = new AtomicReference<>(HostStatus.NEW);
        ActorRef<ServiceHost.Command> host = system.systemActorOf(
                ServiceHost.create(service, environment(service, status)), "service-" + service.name(), Props.empty());
        hosted.put(service.name(), new Hosted(service, host, status));
        door.carry(service);
        desk.tell(ServiceDesk.Added.ADDED);
    }

    /** Returns a service that this node carries. */
    public Optional<Hosted> find(String service) {
        return Optional.ofNullable(hosted.get(service));
    }

    /** Returns all of them. */
    public List<Hosted> all() {
        return List.copyOf(hosted.values());
    }

    /** Returns the tables of slots. */
    public SlotRecords records() {
        return records;
    }

    /** Says that somebody has changed a table: all who are concerned look at it. */
    public void changed(TableId table) {
        Desks desks = new Desks(system);
        RingView.get(system).ring().members().stream()
                .filter(member -> table.reaches(member.node()))
                .forEach(member ->
                        desks.of(member).tell(new ServiceDesk.Look(table.service(), table.place(), Long.MAX_VALUE)));
        desk.tell(ServiceDesk.Hint.HINT);
    }

    private HostEnvironment environment(Service<?> service, AtomicReference<HostStatus> status) {
        RingView view = RingView.get(system);
        Desks desks = new Desks(system);
        Supplier<Map<String, String>> own = () -> serviceSettings.apply(service);
        MessageDoor doors = new Doors();
        return new HostEnvironment(
                view::self,
                view::seen,
                records,
                doors,
                own,
                settings,
                System::nanoTime,
                status::set,
                () -> desk.tell(ServiceDesk.Hint.HINT),
                (member, replyTo) ->
                        desks.of(member).tell(new ServiceDesk.HandOver(service.name(), view.self(), replyTo)),
                new HostedContext(
                        system,
                        service,
                        records,
                        doors,
                        own,
                        () -> find(service.name())
                                .ifPresent(each -> each.host().tell(new ServiceHost.Look(Long.MAX_VALUE)))));
    }

    /** A slot that is not given back in time is taken when the node is gone. */
    private CompletionStage<Done> leave() {
        return OneAnswer.of(
                        system,
                        ServiceDesk.Left.class,
                        settings.leaveTimeout(),
                        replyTo -> desk.tell(new ServiceDesk.LeaveAll(replyTo)))
                .thenApply(left -> Done.getInstance());
    }

    /** The door that there is when it is used: messages may be connected after services. */
    private final class Doors implements MessageDoor {
        @Override
        public void carry(Service<?> service) {
            door.carry(service);
        }

        @Override
        public void drop(String service) {
            door.drop(service);
        }

        @Override
        public void subscribe(Service<?> service, Topic<?> topic) {
            door.subscribe(service, topic);
        }

        @Override
        public void unsubscribe(Service<?> service, Topic<?> topic) {
            door.unsubscribe(service, topic);
        }
    }

    private static final class Id extends AbstractExtensionId<ServiceHosts> {
        @Override
        public ServiceHosts createExtension(ExtendedActorSystem system) {
            return new ServiceHosts(Adapter.toTyped(system));
        }
    }
}
