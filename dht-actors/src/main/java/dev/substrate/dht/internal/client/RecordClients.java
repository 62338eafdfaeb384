package dev.substrate.dht.internal.client;

import akka.actor.AbstractExtensionId;
import akka.actor.ClassicActorSystemProvider;
import akka.actor.ExtendedActorSystem;
import akka.actor.Extension;
import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.DispatcherSelector;
import akka.actor.typed.Props;
import akka.actor.typed.javadsl.Adapter;
import akka.cluster.sharding.typed.ShardingEnvelope;
import akka.cluster.sharding.typed.javadsl.ClusterSharding;
import akka.cluster.sharding.typed.javadsl.Entity;
import akka.cluster.typed.Cluster;
import dev.substrate.dht.common.RecordTypes;
import dev.substrate.dht.internal.RecordSettings;
import dev.substrate.dht.internal.cache.RecordCache;
import dev.substrate.dht.internal.change.ChangeFeed;
import dev.substrate.dht.internal.change.ShardFeeds;
import dev.substrate.dht.internal.change.ShardInterests;
import dev.substrate.dht.internal.change.WakeUps;
import dev.substrate.dht.internal.entity.LiveRecords;
import dev.substrate.dht.internal.entity.RecordDoor;
import dev.substrate.dht.internal.entity.RecordEntity;
import dev.substrate.dht.internal.entity.RecordHost;
import dev.substrate.dht.internal.index.RecordQueries;
import dev.substrate.dht.internal.scan.LocalScanner;
import dev.substrate.dht.internal.scan.RowHandler;
import dev.substrate.dht.internal.scan.ScanReport;
import dev.substrate.dht.internal.watch.RecordWatches;
import dev.substrate.fence.FencedShards;
import dev.substrate.metrics.NodeMeters;
import dev.substrate.node.NodeInfo;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import scala.concurrent.ExecutionContextExecutor;

/** The records of a node: starts the entity type, and holds the clients that reach it. */
public final class RecordClients implements Extension {

    private static final Id ID = new Id();

    private final RecordSettings settings;
    private final AtomicReference<Optional<ScanReport>> scanReport = new AtomicReference<>(Optional.empty());
    private final LocalScans localScans;
    private final RecordTypes types;
    private final DhtClient dht;
    private final RecordWatches watches;
    private final ChangeFeed changes;
    private final RecordScan scan;
    private final ShardOwners shardOwners;
    private final ExecutionContextExecutor callbacks;

    private RecordClients(ExtendedActorSystem classic) {
        ActorSystem<?> system = Adapter.toTyped(classic);
        settings = RecordSettings.of(system.settings().config());
        types = new RecordTypes(settings::scope);
        WakeUps wakeUps = new WakeUps();
        FencedShards fences = FencedShards.get(system);
        LiveRecords live = new LiveRecords(fences::whenConfirmed, Clock.systemUTC());
        RecordHost host = new RecordHost(system, Clock.systemUTC(), settings, Archives.of(classic), wakeUps, live);
        ActorRef<ShardingEnvelope<RecordEntity.Command>> region = ClusterSharding.get(system)
                .init(Entity.of(RecordEntity.KEY, entity -> RecordEntity.create(entity, host)));
        callbacks = system.dispatchers().lookup(DispatcherSelector.fromConfig("substrate.record.callback-dispatcher"));
        shardOwners = new ShardOwners(Cluster.get(system), fences);
        DirectReads directReads = new DirectReads(live::read, callbacks);
        ActorRef<RecordGateway.Message> gateway = system.systemActorOf(
                RecordGateway.create(region, callbacks, directReads, settings.resendAfter(), shardOwners),
                "record-gateway",
                Props.empty());
        system.systemActorOf(RecordDoor.create(region, live), "record-door", Props.empty());
        ActorRef<ShardInterests.Message> interests =
                system.systemActorOf(ShardInterests.create(wakeUps), "record-interests", Props.empty());
        changes = new ChangeFeed(system.systemActorOf(
                ShardFeeds.create(fences.store(), interests, following(settings), System::nanoTime),
                "record-changes",
                Props.empty()));
        RecordCalls calls = new RecordCalls(gateway, directReads, settings.callsMax());
        classic.registerOnTermination(calls::close);
        watches = new RecordWatches(
                system,
                fences,
                settings,
                interests,
                Clock.systemUTC(),
                id -> calls.submit(new ReadCall(id, true, settings.requestDeadline())));
        RecordQueries queries = new RecordQueries(
                system,
                changes,
                settings,
                fences.numberOfShards(),
                (id, deadline) -> calls.submit(new ReadCall(id, true, deadline)),
                callbacks);
        dht = new DhtClient(
                NodeInfo.of(system).id(),
                types,
                settings,
                calls,
                new WatchRunner(system, watches),
                queries,
                cache(system),
                system.scheduler(),
                callbacks,
                NodeMeters.get(system).registry());
        RowHandler rows = new RowHandler(settings, Clock.systemUTC(), dht::tidy);
        localScans = new LocalScans(
                system.systemActorOf(
                        LocalScanner.create(fences, rows, settings, Clock.systemUTC(), scanReport),
                        "record-local-scan",
                        Props.empty()),
                rows,
                scanReport,
                types,
                dht);
        scan = new RecordScan(fences.store(), settings.scanPageBytesMax());
    }

    /** Returns the records of the node that runs the system; the first call starts them. */
    public static RecordClients get(ClassicActorSystemProvider system) {
        return ID.get(system);
    }

    /** Returns the settings of records. */
    public RecordSettings settings() {
        return settings;
    }

    /** Returns the record store. */
    public DhtClient dht() {
        return dht;
    }

    /** Returns the record types of this node's programs. */
    public RecordTypes types() {
        return types;
    }

    /** Returns the scans of what this node owns. */
    public LocalScans localScans() {
        return localScans;
    }

    /** Returns the watches. */
    public RecordWatches watches() {
        return watches;
    }

    /** Returns what changes in shards, for those on this node who follow them. */
    public ChangeFeed changes() {
        return changes;
    }

    /** Returns the scans of the cluster. */
    public RecordScan scan() {
        return scan;
    }

    /** Returns where the shards of records are. */
    public ShardOwners shardOwners() {
        return shardOwners;
    }

    /** Returns the pool on which stages complete, and where work may be done for callers. */
    public Executor callbacks() {
        return callbacks;
    }

    private RecordCache cache(ActorSystem<?> system) {
        FencedShards fences = FencedShards.get(system);
        return new RecordCache(
                settings,
                changes,
                fences.numberOfShards(),
                uri -> fences.shardOf(RecordEntity.KEY.name(), uri).shard(),
                Clock.systemUTC(),
                System::nanoTime,
                callbacks,
                NodeMeters.get(system).registry());
    }

    private static ShardFeeds.Pace following(RecordSettings settings) {
        RecordSettings.Following following = settings.following();
        return new ShardFeeds.Pace(following.pageRowsMax(), following.readsAtOnceMax(), following.restMin());
    }

    private static final class Id extends AbstractExtensionId<RecordClients> {
        @Override
        public RecordClients createExtension(ExtendedActorSystem system) {
            return new RecordClients(system);
        }
    }
}
