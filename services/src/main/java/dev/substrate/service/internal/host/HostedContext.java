package dev.substrate.service.internal.host;

import akka.actor.typed.ActorSystem;
import dev.substrate.message.Messages;
import dev.substrate.message.Topic;
import dev.substrate.node.RingView;
import dev.substrate.ring.Ring;
import dev.substrate.ring.RingMember;
import dev.substrate.service.Service;
import dev.substrate.service.ServiceContext;
import dev.substrate.service.Services;
import dev.substrate.service.SlotGrant;
import dev.substrate.service.internal.slot.PlacedTable.TableId;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** What a service finds around it on a node. */
final class HostedContext implements ServiceContext {

    private final ActorSystem<?> system;
    private final Service<?> service;
    private final SlotRecords records;
    private final MessageDoor door;
    private final Supplier<Map<String, String>> settings;
    private final Runnable look;

    /** @param look has the host read the table */
    HostedContext(
            ActorSystem<?> system,
            Service<?> service,
            SlotRecords records,
            MessageDoor door,
            Supplier<Map<String, String>> settings,
            Runnable look) {
        this.system = system;
        this.service = service;
        this.records = records;
        this.door = door;
        this.settings = settings;
        this.look = look;
    }

    @Override
    public String service() {
        return service.name();
    }

    @Override
    public RingMember self() {
        return RingView.get(system).self();
    }

    @Override
    public Ring ring() {
        return RingView.get(system).ring();
    }

    @Override
    public Messages messages() {
        return Services.messages(system);
    }

    @Override
    public Map<String, String> settings() {
        return Map.copyOf(settings.get());
    }

    @Override
    public CompletionStage<Boolean> confirm(SlotGrant slot) {
        long incarnation = self().incarnation();
        return records.read(new TableId(slot.service(), slot.place())).thenApply(table -> {
            boolean holds = table.filter(found -> found.table().holds(slot.token(), incarnation))
                    .isPresent();
            if (!holds) {
                look.run();
            }
            return holds;
        });
    }

    @Override
    public void subscribe(Topic<?> topic) {
        door.subscribe(service, declared(topic));
    }

    @Override
    public void unsubscribe(Topic<?> topic) {
        door.unsubscribe(service, declared(topic));
    }

    private Topic<?> declared(Topic<?> topic) {
        if (service.subscription(topic).isEmpty()) {
            throw new IllegalArgumentException(
                    "Service '" + service.name() + "' does not declare the topic '" + topic.name() + "'");
        }
        return topic;
    }
}
