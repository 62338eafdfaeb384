package dev.substrate.service.internal.host;

import akka.actor.typed.ActorRef;
import dev.substrate.node.RingView;
import dev.substrate.ring.RingMember;
import dev.substrate.service.ServiceContext;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * What a host finds around it.
 *
 * @param self this life of this node
 * @param seen the members now
 * @param records the tables of slots
 * @param door what the messages are told
 * @param serviceSettings the settings of the service as they are now
 * @param settings the bounds
 * @param nanos a clock for durations
 * @param status gets how the service is whenever that changes
 * @param hint says that whoever gives slots should look
 * @param handOver asks another node to become passive, and to say so
 * @param context what the service finds around it
 */
record HostEnvironment(
        Supplier<RingMember> self,
        Supplier<RingView.Seen> seen,
        SlotRecords records,
        MessageDoor door,
        Supplier<Map<String, String>> serviceSettings,
        HostSettings settings,
        LongSupplier nanos,
        Consumer<HostStatus> status,
        Runnable hint,
        BiConsumer<RingMember, ActorRef<ServiceDesk.HandedOver>> handOver,
        ServiceContext context) {}
