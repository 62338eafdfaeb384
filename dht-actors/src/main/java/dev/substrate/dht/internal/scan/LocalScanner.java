package dev.substrate.dht.internal.scan;

import akka.NotUsed;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.TimerScheduler;
import akka.japi.Pair;
import akka.stream.Materializer;
import akka.stream.javadsl.Sink;
import akka.stream.javadsl.Source;
import dev.substrate.dht.internal.RecordSettings;
import dev.substrate.dht.internal.entity.RecordEntity;
import dev.substrate.dht.internal.scan.ScanReport.PageResult;
import dev.substrate.fence.FencedShards;
import dev.substrate.fence.ShardKey;
import dev.substrate.store.ShardPage;
import java.time.Clock;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Goes through the records of the shards that this node owns, page by page, at a bounded pace, again and again. One pass
 * at a time.
 */
public final class LocalScanner {

    /** What it may be told. */
    public sealed interface Message {}

    /** Asks for a pass now; if one is under way, for another one right after it. */
    public enum Run implements Message {
        /** The only one. */
        RUN
    }

    private enum Due implements Message {
        DUE
    }

    private record Ended(@Nullable Throwable failure) implements Message {}

    /** A page to be read: its shard, and where it begins. */
    private record Position(List<ShardKey> shards, @Nullable String from) {

        Position next(ShardPage page) {
            return page.next() == null ? new Position(shards.subList(1, shards.size()), null) : at(page.next());
        }

        private Position at(String start) {
            return new Position(shards, start);
        }
    }

    private final ActorContext<Message> context;
    private final TimerScheduler<Message> timers;
    private final FencedShards fences;
    private final RowHandler handler;
    private final RecordSettings settings;
    private final Clock clock;
    private final AtomicReference<Optional<ScanReport>> report;
    private boolean running;
    private boolean again;

    private LocalScanner(
            ActorContext<Message> context,
            TimerScheduler<Message> timers,
            FencedShards fences,
            RowHandler handler,
            RecordSettings settings,
            Clock clock,
            AtomicReference<Optional<ScanReport>> report) {
        this.context = context;
        this.timers = timers;
        this.fences = fences;
        this.handler = handler;
        this.settings = settings;
        this.clock = clock;
        this.report = report;
    }

    /**
     * Returns the behaviour.
     *
     * @param report is told how the pass goes, for others to read
     */
    public static Behavior<Message> create(
            FencedShards fences,
            RowHandler handler,
            RecordSettings settings,
            Clock clock,
            AtomicReference<Optional<ScanReport>> report) {
        return Behaviors.setup(context -> Behaviors.withTimers(timers -> {
            LocalScanner scanner = new LocalScanner(context, timers, fences, handler, settings, clock, report);
            scanner.rest();
            return scanner.behavior();
        }));
    }

    private Behavior<Message> behavior() {
        return Behaviors.receive(Message.class)
                .onMessage(Run.class, run -> begin())
                .onMessage(Due.class, due -> begin())
                .onMessage(Ended.class, this::onEnded)
                .build();
    }

    private Behavior<Message> begin() {
        if (running) {
            again = true;
            return Behaviors.same();
        }
        running = true;
        timers.cancel(Due.DUE);
        report.set(Optional.of(ScanReport.begin(clock.instant())));
        List<ShardKey> owned = ShardKey.all(RecordEntity.KEY.name(), fences.numberOfShards()).stream()
                .filter(shard -> fences.epoch(shard) > 0)
                .toList();
        context.pipeToSelf(
                pages(owned)
                        .throttle(
                                settings.localScanRowsPerSecondMax(),
                                Duration.ofSeconds(1),
                                page -> Math.max(1, page.rows().size()))
                        .mapAsync(1, this::handle)
                        .runWith(
                                Sink.foreach(page -> report.updateAndGet(now -> now.map(before -> before.plus(page)))),
                                Materializer.matFromSystem(context.getSystem())),
                (done, failure) -> new Ended(failure));
        return Behaviors.same();
    }

    private Behavior<Message> onEnded(Ended ended) {
        running = false;
        if (ended.failure() != null) {
            context.getLog()
                    .warn(
                            "A pass over the records of this node ended early; the next one begins anew",
                            ended.failure());
        }
        report.updateAndGet(now -> now.map(pass -> pass.end(
                clock.instant(),
                ended.failure() == null ? null : String.valueOf(ended.failure().getMessage()))));
        if (again) {
            again = false;
            return begin();
        }
        rest();
        return Behaviors.same();
    }

    private void rest() {
        timers.startSingleTimer(Due.DUE, Due.DUE, settings.localScanInterval());
    }

    private Source<ShardPage, NotUsed> pages(List<ShardKey> owned) {
        return Source.unfoldAsync(new Position(owned, null), position -> {
            // Shards that have moved on meanwhile are their new owner's.
            Position at = skipLost(position);
            if (at.shards().isEmpty()) {
                return CompletableFuture.completedFuture(Optional.empty());
            }
            return fences.store()
                    .rows(at.shards().get(0), at.from(), settings.localScanPageRows())
                    .thenApply(page -> Optional.of(Pair.create(at.next(page), page)));
        });
    }

    private Position skipLost(Position position) {
        Position at = position;
        while (!at.shards().isEmpty() && fences.epoch(at.shards().get(0)) == 0) {
            at = new Position(at.shards().subList(1, at.shards().size()), null);
        }
        return at;
    }

    private CompletionStage<PageResult> handle(ShardPage page) {
        return Source.from(page.rows())
                .mapAsyncUnordered(settings.localScanAtOnceMax(), handler::handle)
                .runWith(Sink.seq(), Materializer.matFromSystem(context.getSystem()))
                .thenApply(results -> new PageResult(
                        page.next() == null,
                        results.size() + page.damaged().size(),
                        count(results, RowResult.TOMBSTONE)
                                + count(results, RowResult.PURGED)
                                + count(results, RowResult.NOT_ARCHIVED),
                        page.damaged().size(),
                        count(results, RowResult.EXPIRED),
                        count(results, RowResult.PURGED),
                        count(results, RowResult.NOT_ARCHIVED),
                        count(results, RowResult.FAILED)));
    }

    private static long count(List<RowResult> results, RowResult one) {
        return Collections.frequency(results, one);
    }
}
