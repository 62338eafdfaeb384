package dev.substrate.dht.internal.entity;

import akka.actor.typed.ActorSystem;
import akka.cluster.typed.Cluster;
import dev.substrate.dht.internal.RecordSettings;
import dev.substrate.fence.FencedShards;
import dev.substrate.node.NodeInfo;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** What records know of the node that they live on. */
public final class RecordHost {

    private final NodeInfo info;
    private final String address;
    private final FencedShards fences;
    private final Clock clock;
    private final RecordSettings settings;

    /** Gathers it. */
    public RecordHost(ActorSystem<?> system, Clock clock, RecordSettings settings) {
        this.info = NodeInfo.of(system);
        this.address = Cluster.get(system).selfMember().address().toString();
        this.fences = FencedShards.get(system);
        this.clock = clock;
        this.settings = settings;
    }

    NodeInfo info() {
        return info;
    }

    String address() {
        return address;
    }

    ShardFence fenceOf(String entityType, String uri) {
        return new ShardFence(fences, fences.shardOf(entityType, uri));
    }

    Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    RecordSettings settings() {
        return settings;
    }
}
