package dev.substrate.service.internal.message;

import dev.substrate.id.NodeId;
import dev.substrate.record.Place;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/**
 * Who subscribes to which topics.
 *
 * @param subscriptions by topic, then by node
 * @param missing nodes that did not tell in time
 */
public record TopicList(List<Subscription> subscriptions, Set<NodeId> missing) {

    /** Makes one. */
    public TopicList {
        subscriptions = List.copyOf(subscriptions);
        missing = Set.copyOf(missing);
    }

    /**
     * A topic on a node.
     *
     * @param services what subscribes to it there, in the order of their names
     */
    public record Subscription(String topic, Place place, NodeId node, List<String> services) {}

    static TopicList of(ManyCall.Result result) {
        List<Subscription> all = new ArrayList<>();
        result.answers().values().forEach(answer -> {
            if (answer instanceof Wire.Topics topics) {
                topics.topics()
                        .forEach(one -> all.add(new Subscription(
                                one.topic().name(), one.topic().place(), topics.node(), one.services())));
            }
        });
        all.sort(Comparator.comparing(Subscription::topic)
                .thenComparing(subscription -> subscription.place().toString())
                .thenComparing(Subscription::node));
        return new TopicList(all, result.silent());
    }
}
