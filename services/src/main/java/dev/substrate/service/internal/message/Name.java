package dev.substrate.service.internal.message;

import akka.actor.typed.receptionist.ServiceKey;

/** What nodes are found by. */
sealed interface Name {

    /** The nodes that can get messages at all. */
    enum Office implements Name {
        OFFICE
    }

    /** The nodes that carry a service. */
    record Carriers(String service) implements Name {}

    /** The nodes where something subscribes to a topic. */
    record Subscribers(TopicName topic) implements Name {}

    /** Returns the key under which such a node's post office is registered with the receptionist. */
    default ServiceKey<PostOffice.Message> key() {
        String text = "messages";
        if (this instanceof Carriers carriers) {
            text = "service/" + carriers.service();
        } else if (this instanceof Subscribers subscribers) {
            text = "topic/" + subscribers.topic().place() + "/"
                    + subscribers.topic().name();
        }
        return ServiceKey.create(PostOffice.Message.class, text);
    }
}
