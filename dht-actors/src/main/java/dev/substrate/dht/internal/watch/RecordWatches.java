package dev.substrate.dht.internal.watch;

import akka.NotUsed;
import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Props;
import akka.japi.Pair;
import akka.stream.javadsl.Source;
import dev.substrate.dht.internal.RecordSettings;
import dev.substrate.dht.internal.change.ShardInterests;
import dev.substrate.dht.internal.entity.RecordEntity;
import dev.substrate.dht.internal.entity.RecordVersion;
import dev.substrate.dht.internal.watch.ShardTails.Do;
import dev.substrate.dht.internal.watch.ShardTails.Join;
import dev.substrate.dht.internal.watch.ShardTails.Leave;
import dev.substrate.fence.FencedShards;
import dev.substrate.fence.ShardKey;
import dev.substrate.record.InvalidNameException;
import dev.substrate.record.Json;
import dev.substrate.record.Place;
import dev.substrate.record.RecordChange;
import dev.substrate.record.RecordId;
import dev.substrate.record.RecordUri;
import dev.substrate.store.FencedStore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The watches of a node. */
public final class RecordWatches {

    private final RecordSettings settings;
    private final FencedShards fences;
    private final Function<RecordId, CompletionStage<RecordVersion>> owners;
    private final Clock clock;
    private final ActorRef<ShardTails.Message> tails;

    /**
     * Starts the tails.
     *
     * @param interests who tells that something was written
     * @param owners asks the owner of a record for its newest version
     */
    public RecordWatches(
            ActorSystem<?> system,
            FencedShards fences,
            RecordSettings settings,
            ActorRef<ShardInterests.Message> interests,
            Clock clock,
            Function<RecordId, CompletionStage<RecordVersion>> owners) {
        this.settings = settings;
        this.fences = fences;
        this.owners = owners;
        this.clock = clock;
        RecordSettings.Watching watching = settings.watching();
        this.tails = system.systemActorOf(
                ShardTails.create(
                        fences.store(),
                        new Settler(fences.store(), owners),
                        interests,
                        new ShardTails.Pace(
                                watching.pollInterval(),
                                watching.progressInterval(),
                                watching.pageRowsMax(),
                                watching.readsAtOnceMax(),
                                watching.rememberedMax()),
                        clock),
                "record-tails",
                Props.empty());
    }

    /**
     * Shows the versions of a record.
     *
     * @param from the version to begin with; 0 for the newest that there is
     * @throws InvalidNameException if {@code from} is below 0
     */
    public Source<RecordChange<Json>, NotUsed> record(RecordId id, long from) {
        if (from < 0) {
            throw new InvalidNameException("A watch begins with a version from 1 on, or 0 for the newest");
        }
        Duration keptFor = settings.versionsKeptFor(id.type());
        ShardKey shard = fences.shardOf(RecordEntity.KEY.name(), id.toString());
        return source(buffer -> {
            if (keptFor.isZero()) {
                buffer.end(Changes.neverKept(id.type()));
                return CompletableFuture.failedFuture(new IllegalStateException("Nothing is kept"));
            }
            RecordSubscriber subscriber = new RecordSubscriber(
                    id,
                    from,
                    shard,
                    keptFor,
                    buffer,
                    settings.watching().bufferMax(),
                    store(),
                    owners,
                    action -> tails.tell(new Do(action)));
            Instant now = clock.instant();
            return store().logEnd(shard).thenApply(end -> {
                tails.tell(new Join(subscriber, Map.of(shard.shard(), end), now, false));
                return subscriber;
            });
        });
    }

    /**
     * Shows the versions of all records of a type whose ids begin alike.
     *
     * @param resume where to go on; null for now
     * @throws InvalidNameException if the scheme or {@code resume} is none
     */
    public Source<RecordChange<Json>, NotUsed> all(
            Place place, String scheme, String idPrefix, @Nullable String resume) {
        RecordUri.requireScheme(scheme);
        Duration keptFor = settings.versionsKeptFor(scheme);
        WatchToken from = resume == null ? null : WatchToken.parse(resume);
        String prefix = RecordId.prefix(place, scheme) + idPrefix;
        return source(buffer -> {
            Instant now = clock.instant();
            Instant since = from == null ? now : from.asOf();
            if (keptFor.isZero()) {
                buffer.end(Changes.neverKept(scheme));
                return CompletableFuture.failedFuture(new IllegalStateException("Nothing is kept"));
            }
            if (Duration.between(since, now).compareTo(ShardTail.safely(keptFor)) > 0) {
                buffer.end(Changes.notKept(scheme));
                return CompletableFuture.failedFuture(new IllegalStateException("Not kept any more"));
            }
            return begin(from).thenApply(after -> {
                TypeSubscriber subscriber = new TypeSubscriber(
                        scheme, prefix, keptFor, buffer, settings.watching().bufferMax(), after, since);
                tails.tell(new Join(subscriber, after, since, from != null));
                return subscriber;
            });
        });
    }

    /**
     * Reads the versions of a record that are still kept, the newest one included.
     *
     * @param from the version at which to begin
     * @param limit how many at most
     */
    public CompletionStage<List<RecordChange<Json>>> kept(RecordId id, long from, int limit) {
        ShardKey shard = fences.shardOf(RecordEntity.KEY.name(), id.toString());
        return owners.apply(id)
                .thenCompose(current -> store().versions(shard, id.toString(), Math.max(1, from), limit)
                        .thenApply(page -> {
                            Map<Long, RecordChange<Json>> found = new TreeMap<>();
                            page.versions().stream()
                                    .map(kept -> kept.row())
                                    .filter(row -> row.version() < current.version())
                                    .forEach(row -> found.put(row.version(), Changes.of(row, "")));
                            if (current.version() >= Math.max(1, from) && found.size() < limit) {
                                found.put(current.version(), Changes.of(id, current, ""));
                            }
                            return List.copyOf(found.values());
                        }));
    }

    private CompletionStage<Map<Integer, Long>> begin(@Nullable WatchToken from) {
        CompletionStage<Map<Integer, Long>> all = CompletableFuture.completedFuture(new HashMap<>());
        for (ShardKey shard : ShardKey.all(RecordEntity.KEY.name(), fences.numberOfShards())) {
            CompletionStage<Long> one = from == null
                    ? store().logEnd(shard)
                    : CompletableFuture.completedFuture(from.offsets().of(shard.shard()));
            all = all.thenCombine(one, (offsets, offset) -> {
                offsets.put(shard.shard(), offset);
                return offsets;
            });
        }
        return all;
    }

    /** @param start begins the watch, or ends it at once and fails */
    private Source<RecordChange<Json>, NotUsed> source(Function<WatchBuffer, CompletionStage<Subscriber>> start) {
        return Source.lazySource(() -> {
                    WatchBuffer buffer = new WatchBuffer(settings.watching().bufferMax());
                    AtomicReference<@Nullable Subscriber> started = new AtomicReference<>();
                    Consumer<Subscriber> leave = subscriber -> tails.tell(new Leave(subscriber));
                    start.apply(buffer).whenComplete((subscriber, failure) -> {
                        if (failure != null) {
                            buffer.end(Changes.failed(failure, ""));
                        } else {
                            started.set(subscriber);
                            if (buffer.isEnded()) {
                                leave.accept(subscriber);
                            }
                        }
                    });
                    return Source.unfoldAsync(
                                    buffer,
                                    same -> same.next().thenApply(found -> found.map(some -> Pair.create(same, some))))
                            .mapConcat(some -> some)
                            .watchTermination((unused, done) -> done.whenComplete((end, failure) -> {
                                buffer.cancel();
                                Subscriber subscriber = started.get();
                                if (subscriber != null) {
                                    leave.accept(subscriber);
                                }
                            }));
                })
                .mapMaterializedValue(started -> NotUsed.getInstance());
    }

    private FencedStore store() {
        return fences.store();
    }
}
