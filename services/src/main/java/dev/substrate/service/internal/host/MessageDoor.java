package dev.substrate.service.internal.host;

import dev.substrate.message.Topic;
import dev.substrate.service.Service;

/** What the messages of a node are told of its services. Safe for use by several threads. */
public interface MessageDoor {

    /** The node carries a service from now on. */
    void carry(Service<?> service);

    /** The node does not carry a service any more. */
    void drop(String service);

    /** A service takes part in a declared topic. */
    void subscribe(Service<?> service, Topic<?> topic);

    /** A service does not take part in a topic any more. */
    void unsubscribe(Service<?> service, Topic<?> topic);

    /** Leads nowhere: for nodes without messages. */
    enum Closed implements MessageDoor {
        /** The only one. */
        DOOR;

        @Override
        public void carry(Service<?> service) {}

        @Override
        public void drop(String service) {}

        @Override
        public void subscribe(Service<?> service, Topic<?> topic) {}

        @Override
        public void unsubscribe(Service<?> service, Topic<?> topic) {}
    }
}
