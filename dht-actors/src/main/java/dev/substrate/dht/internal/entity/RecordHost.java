package dev.substrate.dht.internal.entity;

import akka.actor.typed.ActorSystem;
import akka.cluster.typed.Cluster;
import dev.substrate.dht.RecordArchive;
import dev.substrate.dht.Tombstone;
import dev.substrate.dht.internal.RecordSettings;
import dev.substrate.dht.internal.change.WakeUps;
import dev.substrate.dht.internal.rule.Retention;
import dev.substrate.fence.FencedShards;
import dev.substrate.node.NodeInfo;
import dev.substrate.record.RecordId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.slf4j.LoggerFactory;

/** What records know of the node that they live on. */
public final class RecordHost {

    private final NodeInfo info;
    private final String address;
    private final FencedShards fences;
    private final Clock clock;
    private final RecordSettings settings;
    private final TroubleLog troubles;
    private final RecordArchive archive;
    private final Retention retention;
    private final WakeUps wakeUps;

    /** Gathers it. */
    public RecordHost(
            ActorSystem<?> system, Clock clock, RecordSettings settings, RecordArchive archive, WakeUps wakeUps) {
        this.info = NodeInfo.of(system);
        this.address = Cluster.get(system).selfMember().address().toString();
        this.fences = FencedShards.get(system);
        this.clock = clock;
        this.settings = settings;
        this.archive = archive;
        this.wakeUps = wakeUps;
        this.retention = new Retention(
                settings.requestsRememberedMax(), settings.requestsRememberedFor(), archive != RecordArchive.NONE);
        this.troubles = new TroubleLog(LoggerFactory.getLogger(RecordEntity.class), clock);
    }

    NodeInfo info() {
        return info;
    }

    String address() {
        return address;
    }

    TroubleLog troubles() {
        return troubles;
    }

    /** Returns the name of the bound that the store has reached, if it would refuse a write now. */
    Optional<String> storeBusy() {
        return fences.store().writesBound();
    }

    ShardFence fenceOf(String entityType, String uri) {
        return new ShardFence(fences, fences.shardOf(entityType, uri));
    }

    Retention retention() {
        return retention;
    }

    Duration tombstoneGrace(RecordId id) {
        return settings.tombstoneGrace(id.type());
    }

    /** Keeps what is about to be purged. */
    CompletionStage<Void> archive(Tombstone tombstone) {
        try {
            return archive.keep(tombstone);
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /** Tells those who follow the shard that something was acknowledged. */
    void written(ShardFence fence) {
        wakeUps.written(fence.shard().shard());
    }

    Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    RecordSettings settings() {
        return settings;
    }
}
