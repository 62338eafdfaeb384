package dev.substrate.service.internal.message;

import dev.substrate.message.Topic;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Who subscribes to which topic on this node. Safe for use by several threads. */
final class Subscriptions {

    private static final String BOUND = "substrate.message.topics-max";

    /** Somebody on this node that subscribes to a topic. */
    sealed interface Subscriber {}

    /** A service, by the topic as it has declared it. */
    record ServiceSubscriber(Topic<?> topic) implements Subscriber {}

    /**
     * Somebody who only listens, and is no service.
     *
     * @param notices takes what is published, on the thread of an actor: must neither block nor throw
     */
    record Listener(Consumer<Wire.Post> notices) implements Subscriber {}

    private final int topicsMax;
    private final Map<TopicName, TreeMap<String, Subscriber>> subscribers = new HashMap<>();

    Subscriptions(int topicsMax) {
        this.topicsMax = topicsMax;
    }

    /** @throws IllegalStateException if the node would subscribe to too many topics */
    synchronized void add(TopicName topic, String name, Subscriber subscriber) {
        if (!subscribers.containsKey(topic) && subscribers.size() >= topicsMax) {
            throw new IllegalStateException(
                    "This node subscribes to " + BOUND + " (" + topicsMax + ") topics already, and not to " + topic);
        }
        subscribers.computeIfAbsent(topic, unknown -> new TreeMap<>()).put(name, subscriber);
    }

    synchronized void remove(TopicName topic, String name) {
        TreeMap<String, Subscriber> left = subscribers.get(topic);
        if (left != null) {
            left.remove(name);
            if (left.isEmpty()) {
                subscribers.remove(topic);
            }
        }
    }

    /** Ends all subscriptions of one. */
    synchronized void removeAll(String name) {
        subscribers.values().forEach(of -> of.remove(name));
        subscribers.values().removeIf(TreeMap::isEmpty);
    }

    synchronized Set<TopicName> topics() {
        return Set.copyOf(subscribers.keySet());
    }

    /** Returns the subscribers of a topic, in the order of their names. */
    synchronized Map<String, Subscriber> of(TopicName topic) {
        TreeMap<String, Subscriber> known = subscribers.get(topic);
        return known == null ? Map.of() : new TreeMap<>(known);
    }

    /** Returns the first subscriber of a topic that comes after a name. */
    synchronized Optional<Map.Entry<String, Subscriber>> after(TopicName topic, String name) {
        TreeMap<String, Subscriber> known = subscribers.get(topic);
        if (known == null) {
            return Optional.empty();
        }
        return Optional.ofNullable(known.higherEntry(name)).map(entry -> Map.entry(entry.getKey(), entry.getValue()));
    }

    /** Returns all topics, with the names of their subscribers. */
    synchronized List<Wire.SubscribedTopic> all() {
        List<Wire.SubscribedTopic> all = new ArrayList<>();
        subscribers.forEach((topic, of) -> all.add(new Wire.SubscribedTopic(topic, List.copyOf(of.keySet()))));
        return all;
    }
}
