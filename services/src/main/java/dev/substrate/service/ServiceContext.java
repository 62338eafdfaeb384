package dev.substrate.service;

import dev.substrate.message.Messages;
import dev.substrate.message.Topic;
import dev.substrate.ring.Ring;
import dev.substrate.ring.RingMember;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/** What a service's behaviour finds around it. Safe for use by several threads. */
public interface ServiceContext {

    /** Returns the name of the service. */
    String service();

    /** Returns this node. */
    RingMember self();

    /** Returns the members that this node sees now. */
    Ring ring();

    /** Returns what sends messages. */
    Messages messages();

    /** Returns the service's own settings as they are now, defaults included. */
    Map<String, String> settings();

    /**
     * Asks whether this node still holds the slot that it was granted. {@code true} means that it did at some moment after the call; {@code false} that it never will
     * again. Messages are shown to an active service behind such a confirmation; a service that acts by itself, on a timer, asks for one
     * first.
     *
     * @return failed if the record of the slots could not be read: the service should not act then
     */
    CompletionStage<Boolean> confirm(SlotGrant slot);

    /** Subscribes again to a declared topic; nothing changes if the service is subscribed already. Holds until the service becomes passive. */
    void subscribe(Topic<?> topic);

    /** Ends the subscription of a declared topic while the service stays active, for one that has no room for more. */
    void unsubscribe(Topic<?> topic);
}
