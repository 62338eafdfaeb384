package dev.substrate.dht.internal.index;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.actor.typed.javadsl.TimerScheduler;
import akka.actor.typed.receptionist.Receptionist;
import akka.cluster.sharding.ShardRegion.ClusterShardingStats;
import akka.cluster.sharding.typed.GetClusterShardingStats;
import akka.cluster.sharding.typed.javadsl.ClusterSharding;
import akka.cluster.typed.Cluster;
import dev.substrate.dht.internal.entity.RecordEntity;
import dev.substrate.record.Json;
import dev.substrate.record.QueryPage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Takes the queries of this node, knows which node to ask for which shard, and starts a walk for each page. */
public final class QueryDesk extends AbstractBehavior<QueryDesk.Message> {

    /** What it is told. */
    public sealed interface Message {}

    /** Asks for a page. */
    record Ask(QueryPlan plan, CompletableFuture<QueryPage<Json>> result) implements Message {}

    private record HostsOpen(Receptionist.Listing listing) implements Message {}

    private record ShardsAre(ClusterShardingStats stats) implements Message {}

    private enum Timer implements Message {
        /** What is known of owners is old. */
        OLD,
        /** Nobody said where the shards are. */
        UNANSWERED
    }

    /** How long what is known of owners is believed. */
    private static final Duration BELIEVED = Duration.ofSeconds(5);

    /** How long the first query waits to learn the owners. */
    private static final Duration LEARNT_WITHIN = Duration.ofSeconds(1);

    private static final Duration STATS_TIMEOUT = Duration.ofSeconds(3);

    private final TimerScheduler<Message> timers;
    private final QueryWalk.Means means;
    private final ActorRef<ClusterShardingStats> shardsAre;
    private final List<Ask> waiting = new ArrayList<>();
    private IndexHosts hosts;
    private boolean known;
    private boolean old = true;

    static Behavior<Message> create(ActorRef<IndexHost.Message> local, QueryWalk.Means means) {
        return Behaviors.setup(context -> Behaviors.withTimers(timers -> new QueryDesk(context, timers, local, means)));
    }

    private QueryDesk(
            ActorContext<Message> context,
            TimerScheduler<Message> timers,
            ActorRef<IndexHost.Message> local,
            QueryWalk.Means means) {
        super(context);
        this.timers = timers;
        this.means = means;
        this.shardsAre = context.messageAdapter(ClusterShardingStats.class, ShardsAre::new);
        this.hosts = new IndexHosts(
                local, Cluster.get(context.getSystem()).selfMember().address(), Map.of(), Map.of());
        context.getSystem()
                .receptionist()
                .tell(Receptionist.subscribe(
                        IndexHost.KEY, context.messageAdapter(Receptionist.Listing.class, HostsOpen::new)));
    }

    @Override
    public Receive<Message> createReceive() {
        return newReceiveBuilder()
                .onMessage(Ask.class, this::onAsk)
                .onMessage(HostsOpen.class, this::onHostsOpen)
                .onMessage(ShardsAre.class, this::onShardsAre)
                .onMessageEquals(Timer.OLD, this::onOld)
                .onMessageEquals(Timer.UNANSWERED, this::onUnanswered)
                .build();
    }

    private Behavior<Message> onAsk(Ask ask) {
        if (old && !hosts.areAlone()) {
            learn();
        }
        if (known || hosts.areAlone()) {
            walk(ask);
        } else {
            waiting.add(ask);
        }
        return this;
    }

    private void learn() {
        old = false;
        timers.startSingleTimer(Timer.OLD, BELIEVED);
        timers.startSingleTimer(Timer.UNANSWERED, LEARNT_WITHIN);
        ClusterSharding.get(getContext().getSystem())
                .shardState()
                .tell(new GetClusterShardingStats(RecordEntity.KEY, STATS_TIMEOUT, shardsAre));
    }

    private Behavior<Message> onShardsAre(ShardsAre are) {
        hosts = hosts.learn(are.stats());
        return onUnanswered();
    }

    private Behavior<Message> onUnanswered() {
        known = true;
        waiting.forEach(this::walk);
        waiting.clear();
        return this;
    }

    private Behavior<Message> onOld() {
        old = true;
        return this;
    }

    private Behavior<Message> onHostsOpen(HostsOpen open) {
        hosts = hosts.open(open.listing().getServiceInstances(IndexHost.KEY));
        // Nodes that come and go take shards with them.
        old = true;
        return this;
    }

    private void walk(Ask ask) {
        getContext().spawnAnonymous(QueryWalk.create(ask.plan(), hosts, means, ask.result()));
    }
}
