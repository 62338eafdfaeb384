package dev.substrate.dht.internal.change;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.actor.typed.receptionist.Receptionist;
import akka.actor.typed.receptionist.ServiceKey;
import dev.substrate.node.CborMessage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Tells the other nodes which shards somebody on this node follows, and wakes those who do when an owner says that it has
 * acknowledged a write. One for each node.
 */
public final class ShardInterests extends AbstractBehavior<ShardInterests.Message> {

    /** What may be told. */
    public sealed interface Message {}

    /** What other nodes may tell. */
    public sealed interface Remote extends Message, CborMessage {}

    /** Something was written to a shard. */
    public record Wake(int shard) implements Remote {}

    /** A node wants to be told of writes to these shards, and no others. */
    public record Interest(ActorRef<Remote> from, Set<Integer> shards) implements Remote {}

    /** Somebody on this node wants to be told of writes to these shards, and no others. */
    public record Follow(ActorRef<Written> follower, Set<Integer> shards) implements Message {}

    private record Peers(Set<ActorRef<Remote>> peers) implements Message {}

    /** What a follower is told: something was written to a shard. */
    public record Written(int shard) {}

    private static final ServiceKey<Remote> KEY = ServiceKey.create(Remote.class, "record-interests");

    private final ActorRef<Message> self;
    private final WakeUps wakeUps;
    private final Map<ActorRef<Written>, Set<Integer>> followers = new LinkedHashMap<>();
    private final Map<ActorRef<Remote>, Set<Integer>> interests = new LinkedHashMap<>();
    private final Set<ActorRef<Remote>> peers = new HashSet<>();
    private Set<Integer> told = Set.of();

    /** @param wakeUps where the owners on this node learn whom to tell */
    public static Behavior<Message> create(WakeUps wakeUps) {
        return Behaviors.setup(context -> new ShardInterests(context, wakeUps));
    }

    private ShardInterests(ActorContext<Message> context, WakeUps wakeUps) {
        super(context);
        this.self = context.getSelf();
        this.wakeUps = wakeUps;
        ActorRef<Receptionist.Command> receptionist = context.getSystem().receptionist();
        receptionist.tell(Receptionist.register(KEY, self.narrow()));
        receptionist.tell(Receptionist.subscribe(
                KEY,
                context.messageAdapter(
                        Receptionist.Listing.class, listing -> new Peers(listing.getServiceInstances(KEY)))));
    }

    @Override
    public Receive<Message> createReceive() {
        return newReceiveBuilder()
                .onMessage(Wake.class, this::onWake)
                .onMessage(Interest.class, this::onInterest)
                .onMessage(Follow.class, this::onFollow)
                .onMessage(Peers.class, this::onPeers)
                .build();
    }

    private Behavior<Message> onWake(Wake wake) {
        Written written = new Written(wake.shard());
        followers.forEach((follower, shards) -> {
            if (shards.contains(wake.shard())) {
                follower.tell(written);
            }
        });
        return this;
    }

    private Behavior<Message> onInterest(Interest interest) {
        interests.put(interest.from(), interest.shards());
        publish();
        return this;
    }

    private Behavior<Message> onFollow(Follow follow) {
        followers.put(follow.follower(), Set.copyOf(follow.shards()));
        Set<Integer> shards = new TreeSet<>();
        followers.values().forEach(shards::addAll);
        if (!shards.equals(told)) {
            told = Set.copyOf(shards);
            peers.forEach(peer -> peer.tell(new Interest(self.narrow(), told)));
        }
        return this;
    }

    private Behavior<Message> onPeers(Peers found) {
        for (ActorRef<Remote> peer : found.peers()) {
            if (!peers.contains(peer) && !told.isEmpty()) {
                peer.tell(new Interest(self.narrow(), told));
            }
        }
        peers.clear();
        peers.addAll(found.peers());
        interests.keySet().retainAll(peers);
        publish();
        return this;
    }

    private void publish() {
        Map<Integer, List<ActorRef<Remote>>> byShard = new HashMap<>();
        interests.forEach((peer, shards) -> shards.forEach(shard ->
                byShard.computeIfAbsent(shard, number -> new ArrayList<>()).add(peer)));
        wakeUps.interested(byShard);
    }
}
