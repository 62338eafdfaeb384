package dev.substrate.service.internal;

import akka.actor.AbstractExtensionId;
import akka.actor.ClassicActorSystemProvider;
import akka.actor.ExtendedActorSystem;
import akka.actor.Extension;
import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.Adapter;
import dev.substrate.dht.Records;
import dev.substrate.message.Topic;
import dev.substrate.service.Service;
import dev.substrate.service.ServiceEvent;
import dev.substrate.service.internal.host.MessageDoor;
import dev.substrate.service.internal.host.ServiceHost;
import dev.substrate.service.internal.host.ServiceHosts;
import dev.substrate.service.internal.member.MemberDesk;
import dev.substrate.service.internal.member.MemberDesks;
import dev.substrate.service.internal.message.NodeMessages;
import dev.substrate.service.internal.settings.AllSettings;
import dev.substrate.service.internal.settings.LiveSettings;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Puts together what a node has for its services: hosts, messages, settings, and what is told of members. */
public final class NodeServices implements Extension {

    private static final Id ID = new Id();

    private final ServiceHosts hosts;
    private final AllSettings settings;

    private NodeServices(ActorSystem<?> system) {
        hosts = ServiceHosts.get(system);
        NodeMessages messages = NodeMessages.get(system);
        settings = new AllSettings(
                Records.on(system),
                InstantSource.system(),
                (after, action) -> system.scheduler().scheduleOnce(after, action, system.executionContext()),
                this::show);
        hosts.settingsFrom(service -> settings.of(service).current());
        ActorRef<MemberDesk.Command> desk = MemberDesks.start(system, this::carried, messages::carriers, this::show);
        hosts.connect(new Door(messages, desk));
    }

    /** Returns the services of the node that runs the system. */
    public static NodeServices get(ClassicActorSystemProvider system) {
        return ID.get(system);
    }

    /** Makes the node carry a service. */
    public void add(Service<?> service) {
        hosts.add(service);
    }

    /** Returns the settings of a service that this node carries. */
    public Optional<LiveSettings> settings(String service) {
        return hosts.find(service).map(hosted -> settings.of(hosted.service()));
    }

    private Set<String> carried() {
        return hosts.all().stream().map(hosted -> hosted.service().name()).collect(Collectors.toSet());
    }

    private void show(String service, ServiceEvent event) {
        hosts.find(service).ifPresent(hosted -> hosted.host().tell(new ServiceHost.Show(event)));
    }

    private record Door(NodeMessages messages, ActorRef<MemberDesk.Command> desk) implements MessageDoor {

        @Override
        public void carry(Service<?> service) {
            messages.carry(service);
            desk.tell(new MemberDesk.ServiceAdded(service.name()));
        }

        @Override
        public void drop(String service) {
            messages.drop(service);
        }

        @Override
        public void subscribe(Service<?> service, Topic<?> topic) {
            messages.subscribe(service.name(), topic);
        }

        @Override
        public void unsubscribe(Service<?> service, Topic<?> topic) {
            messages.unsubscribe(service.name(), topic);
        }
    }

    private static final class Id extends AbstractExtensionId<NodeServices> {
        @Override
        public NodeServices createExtension(ExtendedActorSystem system) {
            return new NodeServices(Adapter.toTyped(system));
        }
    }
}
