package dev.substrate.store.internal;

import static dev.substrate.store.internal.ScalaFutures.asScala;

import akka.actor.ExtendedActorSystem;
import akka.persistence.AtomicWrite;
import akka.persistence.PersistentRepr;
import akka.persistence.journal.japi.AsyncWriteJournal;
import com.typesafe.config.Config;
import dev.substrate.fence.FencedShards;
import dev.substrate.fence.ShardKey;
import dev.substrate.store.EventRow;
import dev.substrate.store.EventStore;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import scala.concurrent.Future;
import scala.jdk.javaapi.CollectionConverters;

/** The journal of a node: plain {@code EventSourcedBehavior}s use it and see nothing of epochs. */
public final class FencedJournal extends AsyncWriteJournal {

    private final FencedShards fences;
    private final Ownership ownership;
    private final EventFormat format;
    private final Executor executor;
    private final int pageEventsMax;

    /** Made by Akka, from {@code substrate.journal}. */
    public FencedJournal(Config config) {
        fences = FencedShards.get(context().system());
        ownership = Ownership.get(context().system());
        format = new EventFormat((ExtendedActorSystem) context().system(), Clock.systemUTC());
        executor = context().dispatcher();
        pageEventsMax = config.getInt("replay-page-events-max");
    }

    @Override
    public Future<Iterable<Optional<Exception>>> doAsyncWriteMessages(Iterable<AtomicWrite> writes) {
        List<Optional<Exception>> outcomes = new ArrayList<>();
        List<List<EventFormat.Document>> accepted = new ArrayList<>();
        EntityName name = EntityName.parse(writes.iterator().next().persistenceId());
        boolean rejecting = false;
        for (AtomicWrite write : writes) {
            try {
                if (rejecting) {
                    throw new IllegalStateException("Nothing was written: a write before this one was rejected");
                }
                accepted.add(documents(write));
                outcomes.add(Optional.empty());
            } catch (RuntimeException e) {
                rejecting = true;
                outcomes.add(Optional.of(e));
            }
        }
        CompletionStage<Void> written = CompletableFuture.completedFuture(null);
        for (List<EventFormat.Document> events : appends(accepted)) {
            written = written.thenCompose(before -> append(name, events));
        }
        return asScala(written.thenApply(done -> outcomes));
    }

    @Override
    public Future<Void> doAsyncDeleteMessagesTo(String persistenceId, long to) {
        EntityName name = EntityName.parse(persistenceId);
        ShardKey shard = ownership.shardOf(name);
        return asScala(ownership.fenced(name, epoch -> fences.store().deleteEvents(shard, epoch, name.id(), to)));
    }

    @Override
    public Future<Long> doAsyncReadHighestSequenceNr(String persistenceId, long from) {
        EntityName name = EntityName.parse(persistenceId);
        return asScala(ownership
                .recoverOn(name)
                .thenCompose(claim -> fences.store()
                        .recoverLog(claim.shard(), claim.epoch(), name.id(), from)
                        .thenApply(bounds -> {
                            claim.recovered(bounds);
                            return bounds.highest();
                        })));
    }

    @Override
    public Future<Void> doAsyncReplayMessages(
            String persistenceId, long from, long to, long max, Consumer<PersistentRepr> replayed) {
        EntityName name = EntityName.parse(persistenceId);
        Replay.Range range = new Replay.Range(from, to, max, pageEventsMax);
        return asScala(new Replay(name, range, fences, ownership.claim(name), format, replayed, executor).run());
    }

    private CompletionStage<Void> append(EntityName name, List<EventFormat.Document> events) {
        int shard = ownership.shardOf(name).shard();
        long first = events.get(0).sequence();
        return ownership.write(name, first, first + events.size() - 1, epoch -> {
            List<EventRow> rows =
                    events.stream().map(event -> event.row(name, shard, epoch)).toList();
            return fences.store().append(rows);
        });
    }

    private List<EventFormat.Document> documents(AtomicWrite write) {
        if (write.size() > EventStore.APPENDED_EVENTS_MAX) {
            throw new IllegalArgumentException("Nothing was written: " + write.size()
                    + " events at once, but a write has at most " + EventStore.APPENDED_EVENTS_MAX
                    + "; persist fewer with one command, or one event that says the same");
        }
        return CollectionConverters.asJava(write.payload()).stream()
                .map(format::write)
                .toList();
    }

    /** Puts what was persisted together, and as much as goes with it, into one append each. */
    private static List<List<EventFormat.Document>> appends(List<List<EventFormat.Document>> writes) {
        List<List<EventFormat.Document>> appends = new ArrayList<>();
        for (List<EventFormat.Document> write : writes) {
            List<EventFormat.Document> last = appends.isEmpty() ? List.of() : appends.get(appends.size() - 1);
            if (appends.isEmpty() || last.size() + write.size() > EventStore.APPENDED_EVENTS_MAX) {
                appends.add(new ArrayList<>(write));
            } else {
                last.addAll(write);
            }
        }
        return appends;
    }
}
