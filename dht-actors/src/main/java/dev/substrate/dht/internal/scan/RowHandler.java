package dev.substrate.dht.internal.scan;

import dev.substrate.dht.LocalScanHandler;
import dev.substrate.dht.internal.RecordSettings;
import dev.substrate.dht.internal.entity.RecordEntity.Tidying;
import dev.substrate.dht.internal.entity.RecordStateFormat;
import dev.substrate.dht.internal.entity.RecordVersion;
import dev.substrate.dht.internal.rule.RecordState;
import dev.substrate.record.Json;
import dev.substrate.record.RecordId;
import dev.substrate.record.Versioned;
import dev.substrate.store.StateRow;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at one row: has it tidied if it is time, and shows it to those who have registered for its type. Records of types that
 * nobody knows here are tidied as the settings say, and otherwise left alone. Safe for use by several threads.
 */
public final class RowHandler {

    private static final Logger LOG = LoggerFactory.getLogger(RowHandler.class);

    private final RecordSettings settings;
    private final Clock clock;
    private final Function<RecordId, CompletionStage<Tidying>> tidy;
    private final RecordStateFormat format = new RecordStateFormat();
    private final Map<String, List<LocalScanHandler<Json>>> handlers = new ConcurrentHashMap<>();

    /**
     * Makes one without handlers.
     *
     * @param tidy asks the owner of a record to tidy it
     */
    public RowHandler(RecordSettings settings, Clock clock, Function<RecordId, CompletionStage<Tidying>> tidy) {
        this.settings = settings;
        this.clock = clock;
        this.tidy = tidy;
    }

    /**
     * Shows records of a type to a handler from now on.
     *
     * @return ends that
     */
    public Runnable add(String type, LocalScanHandler<Json> handler) {
        List<LocalScanHandler<Json>> ofType = handlers.computeIfAbsent(type, key -> new CopyOnWriteArrayList<>());
        ofType.add(handler);
        return () -> ofType.remove(handler);
    }

    /** Looks at a row. The stage does not fail. */
    CompletionStage<RowResult> handle(StateRow row) {
        try {
            RecordId id = RecordId.parse(row.uri());
            RecordState state = format.read(row);
            Instant now = clock.instant();
            if (state.expired(now) || state.purgeable(now, settings.tombstoneGrace(id.type()))) {
                return tidy.apply(id)
                        .handle((done, failure) -> failure == null ? result(state, done) : failed(id, failure));
            }
            return state.present()
                    ? show(RecordVersion.of(state).present(id).orElseThrow())
                    : CompletableFuture.completedFuture(RowResult.TOMBSTONE);
        } catch (RuntimeException e) {
            // What cannot be read is reported by whoever asks for it.
            LOG.debug("The row of '{}' is left out", row.uri(), e);
            return CompletableFuture.completedFuture(RowResult.FAILED);
        }
    }

    private CompletionStage<RowResult> show(Versioned<Json> record) {
        CompletionStage<RowResult> all = CompletableFuture.completedFuture(RowResult.SEEN);
        for (LocalScanHandler<Json> handler :
                handlers.getOrDefault(record.headers().type(), List.of())) {
            CompletionStage<RowResult> one;
            try {
                one = handler.onRecord(record)
                        .handle((done, failure) -> failure == null
                                ? RowResult.SEEN
                                : failed(record.headers().id(), failure));
            } catch (RuntimeException e) {
                one = CompletableFuture.completedFuture(failed(record.headers().id(), e));
            }
            all = all.thenCombine(one, (a, b) -> a == RowResult.SEEN ? b : a);
        }
        return all;
    }

    private static RowResult result(RecordState before, Tidying done) {
        return switch (done) {
            case EXPIRED -> RowResult.EXPIRED;
            case PURGED -> RowResult.PURGED;
            case NOT_ARCHIVED -> RowResult.NOT_ARCHIVED;
            case NOTHING -> before.present() ? RowResult.SEEN : RowResult.TOMBSTONE;
        };
    }

    private static RowResult failed(RecordId id, Throwable failure) {
        LOG.debug("'{}' could not be looked at in the local scan", id, failure);
        return RowResult.FAILED;
    }
}
