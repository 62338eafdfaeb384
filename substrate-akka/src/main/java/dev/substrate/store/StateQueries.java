package dev.substrate.store;

import akka.NotUsed;
import akka.actor.AbstractExtensionId;
import akka.actor.ClassicActorSystemProvider;
import akka.actor.ExtendedActorSystem;
import akka.actor.Extension;
import akka.japi.Pair;
import akka.stream.javadsl.Source;
import com.typesafe.config.Config;
import dev.substrate.fence.FencedShards;
import dev.substrate.store.internal.ChangeReader;
import dev.substrate.store.internal.StateFormats;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Queries over the durable states of an entity type, from any node. They read the store and not the entities, and see
 * every write that was acknowledged before they read.
 *
 * <p>Streams end with a {@link StoreException} when the store cannot be read; begin again where you were, with
 * {@code RestartSource}. Nothing is read before there is demand. Safe for use by several threads.
 */
public final class StateQueries implements Extension {

    private static final Id ID = new Id();

    private final FencedShards fences;
    private final StateFormats formats;
    private final ChangeReader.Settings settings;
    private final int pageRowsMax;
    private final long pageCharsMax;

    private StateQueries(ExtendedActorSystem system) {
        Config config = system.settings().config().getConfig("substrate.state-queries");
        fences = FencedShards.get(system);
        formats = new StateFormats(system);
        pageRowsMax = config.getInt("page-rows-max");
        pageCharsMax = config.getLong("page-chars-max");
        settings = new ChangeReader.Settings(
                config.getInt("shards-read-max"),
                pageRowsMax,
                config.getDuration("poll-interval"),
                system.scheduler(),
                system.dispatcher());
    }

    /** Returns the queries of the node that runs the system. */
    public static StateQueries get(ClassicActorSystemProvider system) {
        return ID.get(system);
    }

    /**
     * Reads rows in the order of their ids (by code point), without deleted ones. It is not a snapshot: of writes made
     * meanwhile it may show any.
     *
     * @param entityType the name of the sharding entity type
     * @param type the type of the states: without a {@link StateFormat} of its own, the simple name of the state's class
     * @param idPrefix how the ids start
     */
    public Source<StateRow, NotUsed> rows(String entityType, String type, String idPrefix) {
        StateScan first = new StateScan(entityType, type, idPrefix, null, pageRowsMax, pageCharsMax);
        return Source.unfoldAsync(Optional.of(first), scan -> {
                    if (scan.isEmpty()) {
                        return CompletableFuture.completedFuture(Optional.empty());
                    }
                    return fences.store()
                            .scan(scan.get())
                            .thenApply(page -> Optional.of(Pair.create(after(scan.get(), page), page.rows())));
                })
                .mapConcat(rows -> rows);
    }

    /**
     * Reads what has changed since some offsets, and ends. The newest version of each entity, deletions included; changes of
     * one shard come in the order of their offsets.
     */
    public Source<StateChange, NotUsed> currentChanges(String entityType, ChangeOffsets after) {
        return changes(entityType, after, false);
    }

    /**
     * Reads what has changed since some offsets and goes on with what changes, without end. Entities that are written
     * several times between two looks show their newest version only. Every acknowledged write is shown, itself or a newer
     * one of the same entity.
     */
    public Source<StateChange, NotUsed> changes(String entityType, ChangeOffsets after) {
        return changes(entityType, after, true);
    }

    /**
     * Reads the state in a row.
     *
     * @return empty for a deleted entity
     * @throws RuntimeException if the row cannot be read
     */
    public <S> Optional<S> state(StateRow row, Class<S> stateClass) {
        return Optional.ofNullable(formats.of(row.entityType()).read(row)).map(stateClass::cast);
    }

    private Source<StateChange, NotUsed> changes(String entityType, ChangeOffsets after, boolean live) {
        return Source.lazySource(() -> {
                    ChangeReader reader = new ChangeReader(fences, entityType, after, settings, live);
                    return Source.unfoldAsync(
                                    reader,
                                    same -> same.next().thenApply(found -> found.map(c -> Pair.create(same, c))))
                            .mapConcat(changes -> changes);
                })
                .mapMaterializedValue(started -> NotUsed.getInstance());
    }

    private static Optional<StateScan> after(StateScan scan, StatePage page) {
        List<StateRow> rows = page.rows();
        return page.more() && !rows.isEmpty()
                ? Optional.of(new StateScan(
                        scan.entityType(),
                        scan.type(),
                        scan.uriPrefix(),
                        rows.get(rows.size() - 1).uri(),
                        scan.rowsMax(),
                        scan.bytesMax()))
                : Optional.empty();
    }

    private static final class Id extends AbstractExtensionId<StateQueries> {
        @Override
        public StateQueries createExtension(ExtendedActorSystem system) {
            return new StateQueries(system);
        }
    }
}
