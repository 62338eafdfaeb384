package dev.substrate.dht.internal.index;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Props;
import dev.substrate.dht.internal.RecordSettings;
import dev.substrate.dht.internal.change.ChangeFeed;
import dev.substrate.dht.internal.entity.RecordEntity;
import dev.substrate.dht.internal.entity.RecordVersion;
import dev.substrate.fence.ShardKey;
import dev.substrate.record.FieldCondition;
import dev.substrate.record.Json;
import dev.substrate.record.Place;
import dev.substrate.record.Query;
import dev.substrate.record.QueryPage;
import dev.substrate.record.QueryRefusedException;
import dev.substrate.record.QueryRefusedException.Reason;
import dev.substrate.record.RecordId;
import dev.substrate.record.RecordUnavailableException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;

/** The queries of a node. Safe for use by several threads. */
public final class RecordQueries {

    private static final String QUERIES_BOUND = "substrate.record.queries-max";

    private final AtomicInteger underWay = new AtomicInteger();
    private final RecordSettings settings;
    private final List<ShardKey> shards;
    private final ActorRef<QueryDesk.Message> desk;

    /**
     * Starts what answers them.
     *
     * @param owners asks the owner of a record for its newest version, within a time
     * @param callbacks where stages complete
     */
    public RecordQueries(
            ActorSystem<?> system,
            ChangeFeed feed,
            RecordSettings settings,
            int numberOfShards,
            BiFunction<RecordId, Duration, CompletionStage<RecordVersion>> owners,
            Executor callbacks) {
        this.settings = settings;
        this.shards = ShardKey.all(RecordEntity.KEY.name(), numberOfShards);
        ActorRef<IndexHost.Message> host = system.systemActorOf(
                IndexHost.create(feed, settings.indexing(), System::nanoTime, Clock.systemUTC()),
                "record-index",
                Props.empty());
        this.desk = system.systemActorOf(
                QueryDesk.create(
                        host,
                        new QueryWalk.Means(
                                owners::apply, settings.indexing(), settings.scanPageBytesMax(), callbacks)),
                "record-queries",
                Props.empty());
    }

    /**
     * Finds a page.
     *
     * @param indexed the indexed fields of the query's type
     * @param place where the names of the records hold
     * @return records as text
     */
    public CompletableFuture<QueryPage<Json>> page(Query<?> query, Set<String> indexed, Place place) {
        String type = query.type().scheme();
        String prefix = RecordId.prefix(place, type) + query.idPrefix();
        String cursor = query.cursor();
        QueryCursor from =
                cursor == null ? new QueryCursor(shards.get(0).shard(), "") : QueryCursor.parse(cursor, prefix, shards);
        List<String> fields = List.copyOf(new TreeSet<>(indexed));
        CompletableFuture<QueryPage<Json>> result = new CompletableFuture<>();
        FieldCondition driver = query.conditions().stream()
                .filter(condition -> fields.contains(condition.field()))
                .findFirst()
                .orElse(null);
        if (driver == null) {
            result.completeExceptionally(notIndexed(query, fields));
            return result;
        }
        if (underWay.incrementAndGet() > settings.indexing().queriesMax()) {
            underWay.decrementAndGet();
            result.completeExceptionally(new RecordUnavailableException("Nothing was read: as many queries as "
                    + QUERIES_BOUND + " allows are under way. Try again in a moment."));
            return result;
        }
        Duration deadline = query.deadline();
        Duration staleness = query.maxStaleness();
        desk.tell(new QueryDesk.Ask(
                new QueryPlan(
                        type,
                        fields,
                        driver,
                        query.conditions(),
                        prefix,
                        shards,
                        from,
                        query.limit(),
                        staleness == null ? Duration.ZERO : staleness,
                        deadline == null ? settings.indexing().queryDeadline() : deadline),
                result));
        return result.whenComplete((page, failure) -> underWay.decrementAndGet());
    }

    private static QueryRefusedException notIndexed(Query<?> query, List<String> fields) {
        String type = query.type().scheme();
        String asked = String.join(
                ", ", query.conditions().stream().map(FieldCondition::field).toList());
        return new QueryRefusedException(
                Reason.NOT_INDEXED,
                "Nothing was read: " + asked + " of type '" + type + "' is not indexed; "
                        + (fields.isEmpty() ? "no field of it is" : "indexed are " + String.join(", ", fields))
                        + ". Declare it with RecordType.indexed, or with substrate.record.types." + type
                        + ".indexes on every node, or scan the records.");
    }
}
