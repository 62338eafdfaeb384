package dev.substrate.service;

import dev.substrate.ring.RingMember;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What happens to a service on a node. The service's adapter turns it into a message of the service's own protocol; the ones that it
 * turns into null are not shown.
 */
public sealed interface ServiceEvent {

    /**
     * The service is to become active here. It is, once {@link #started} was called; if {@link #failed} was called, or neither within the start time-out, it
     * is told to become passive again, and its slot goes to another node. Messages are held back until then.
     */
    final class Activate implements ServiceEvent {
        private final @Nullable SlotGrant slot;
        private final Runnable started;
        private final Consumer<String> failed;

        /**
         * Makes one; also for tests of a behaviour.
         *
         * @param slot the slot that this node was granted; null if the service has none
         */
        public Activate(@Nullable SlotGrant slot, Runnable started, Consumer<String> failed) {
            this.slot = slot;
            this.started = Objects.requireNonNull(started, "started");
            this.failed = Objects.requireNonNull(failed, "failed");
        }

        /** Returns the slot that this node was granted; null if the service has none. */
        public @Nullable SlotGrant slot() {
            return slot;
        }

        /** Says that the service is active. May be called from any thread; what is said second is not heard. */
        public void started() {
            started.run();
        }

        /** Says that the service cannot become active here now. */
        public void failed(String reason) {
            failed.accept(reason);
        }
    }

    /**
     * The service is to become passive here. It gets no more messages for an active service. Its slot is given back once {@link #stopped} was
     * called, or the stop time-out has passed.
     */
    final class Passivate implements ServiceEvent {
        private final PassivationReason reason;
        private final Runnable stopped;

        /** Makes one; also for tests of a behaviour. */
        public Passivate(PassivationReason reason, Runnable stopped) {
            this.reason = Objects.requireNonNull(reason, "reason");
            this.stopped = Objects.requireNonNull(stopped, "stopped");
        }

        /** Returns why. */
        public PassivationReason reason() {
            return reason;
        }

        /** Says that the service does nothing more. May be called from any thread. */
        public void stopped() {
            stopped.run();
        }
    }

    /**
     * The node does not hold its slot any more, and another node may hold it already: whatever the service does for the slot must end at once.
     * It is passive now, and need not answer.
     */
    record SlotLost(SlotGrant slot) implements ServiceEvent {}

    /**
     * A node has joined the cluster. Each arrival is shown to each node, and with {@code handling} to exactly one, unless that one departs before it is
     * done: then to another one.
     *
     * @param handling null if another node is to do what is to be done about it; otherwise to be told when it is done
     */
    record NodeArrived(RingMember node, @Nullable Handling handling) implements ServiceEvent {}

    /**
     * A node has left the cluster, or was removed from it. Each departure is shown to each node, and with {@code handling} to exactly one, unless that
     * one departs itself before it is done: then to another one.
     *
     * @param handling null if another node is to do what is to be done about it; otherwise to be told when it is done
     */
    record NodeDeparted(RingMember node, @Nullable Handling handling) implements ServiceEvent {}

    /** A setting of the service was changed; also shown once at the start if there are any. */
    record SettingsChanged(Map<String, String> settings) implements ServiceEvent {

        /** Makes one. */
        public SettingsChanged {
            settings = Map.copyOf(settings);
        }
    }

    /** The handling of an arrival or departure by one node. */
    interface Handling {

        /** Says that all is done that was to be done about it. May be called from any thread. */
        void done();

        /** Says that it could not be done now; it is shown again later. */
        void failed(String reason);
    }
}
