package dev.substrate.service.internal.message;

import dev.substrate.id.NodeId;
import dev.substrate.message.Topic;
import dev.substrate.record.Place;

/** What makes a topic this one and no other: its name, and the place that it is in. */
record TopicName(String name, Place place) {

    /** Returns which topic is meant by it on a node. */
    static TopicName of(Topic<?> topic, NodeId self) {
        Place place = topic.place();
        return new TopicName(topic.name(), place != null ? place : Place.of(topic.scope(), self));
    }

    @Override
    public String toString() {
        return "'" + name + "' (" + place + ")";
    }
}
