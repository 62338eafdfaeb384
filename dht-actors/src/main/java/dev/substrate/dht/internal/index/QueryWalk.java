package dev.substrate.dht.internal.index;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.PostStop;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import dev.substrate.dht.internal.RecordSettings.Indexing;
import dev.substrate.dht.internal.entity.RecordVersion;
import dev.substrate.dht.internal.index.IndexHost.Answer;
import dev.substrate.dht.internal.index.IndexHost.Find;
import dev.substrate.dht.internal.index.IndexHost.Found;
import dev.substrate.dht.internal.index.IndexHost.From;
import dev.substrate.dht.internal.index.IndexHost.Refused;
import dev.substrate.dht.internal.index.IndexHost.Working;
import dev.substrate.record.InvalidNameException;
import dev.substrate.record.Json;
import dev.substrate.record.QueryPage;
import dev.substrate.record.QueryRefusedException;
import dev.substrate.record.QueryRefusedException.Reason;
import dev.substrate.record.RecordId;
import dev.substrate.record.RecordUnavailableException;
import dev.substrate.record.Versioned;
import dev.substrate.store.StoreException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Finds one page: asks for the ids in some shards at once, more each time, reads the records that they name, and keeps those that
 * meet the conditions, until the page is full or there are no more shards. One actor for each page.
 *
 * <p>A shard that nobody answers for is asked of this node, which can answer for every shard.
 */
final class QueryWalk extends AbstractBehavior<QueryWalk.Message> {

    sealed interface Message {}

    private record Answered(Answer answer) implements Message {}

    private record Looked(
            @Nullable List<Optional<Versioned<Json>>> records,
            @Nullable Throwable failure) implements Message {}

    private enum Tick implements Message {
        TICK,
        DEADLINE
    }

    /** Reads a record as it is now. */
    interface Owners {
        CompletionStage<RecordVersion> read(RecordId id, Duration deadline);
    }

    /**
     * What pages are made with.
     *
     * @param owners asks the owner of a record for it
     * @param pageBytesMax how large a page may become, in characters of entities
     * @param callbacks where results are completed
     */
    record Means(Owners owners, Indexing settings, long pageBytesMax, Executor callbacks) {}

    private static final Duration TICK = Duration.ofMillis(200);
    private static final int SHARDS_AT_ONCE_FIRST = 8;

    private record Candidate(int shardIndex, String id) {}

    /** Whom a shard was asked of, and when something was last heard. */
    private static final class Asked {
        private ActorRef<IndexHost.Message> host;
        private long heardNanos;
        private @Nullable Found found;
        private @Nullable Working working;

        Asked(ActorRef<IndexHost.Message> host, long now) {
            this.host = host;
            this.heardNanos = now;
        }
    }

    private final QueryPlan plan;
    private final IndexHosts hosts;
    private final Means means;
    private final Conditions conditions;
    private final CompletableFuture<QueryPage<Json>> result;
    private final ActorRef<Answer> answers;
    private final long expiresAtNanos;
    private final List<Versioned<Json>> page = new ArrayList<>();
    private final Map<Integer, Asked> asked = new LinkedHashMap<>();
    private final Deque<Candidate> candidates = new ArrayDeque<>();
    private List<Candidate> looking = List.of();
    private int shardsAtOnce = SHARDS_AT_ONCE_FIRST;
    private int nextShard;
    private String nextAfter;
    private Candidate last;
    private long bytes;
    private boolean answered;

    static Behavior<Message> create(
            QueryPlan plan, IndexHosts hosts, Means means, CompletableFuture<QueryPage<Json>> result) {
        return Behaviors.setup(context -> Behaviors.withTimers(timers -> {
            timers.startTimerWithFixedDelay(Tick.TICK, TICK);
            timers.startSingleTimer(Tick.DEADLINE, plan.deadline());
            QueryWalk walk = new QueryWalk(context, plan, hosts, means, result);
            return walk.proceed();
        }));
    }

    private QueryWalk(
            ActorContext<Message> context,
            QueryPlan plan,
            IndexHosts hosts,
            Means means,
            CompletableFuture<QueryPage<Json>> result) {
        super(context);
        this.plan = plan;
        this.hosts = hosts;
        this.means = means;
        this.result = result;
        this.conditions = new Conditions(plan.conditions());
        this.answers = context.messageAdapter(Answer.class, Answered::new);
        this.expiresAtNanos = System.nanoTime() + plan.deadline().toNanos();
        while (plan.shards().get(nextShard).shard() != plan.from().shard()) {
            nextShard++;
        }
        this.nextAfter = plan.from().id();
        this.last = new Candidate(nextShard, nextAfter);
    }

    @Override
    public Receive<Message> createReceive() {
        return newReceiveBuilder()
                .onMessage(Answered.class, this::onAnswered)
                .onMessage(Looked.class, this::onLooked)
                .onMessageEquals(Tick.TICK, this::onTick)
                .onMessageEquals(Tick.DEADLINE, this::onDeadline)
                .onSignal(PostStop.class, stop -> onStop())
                .build();
    }

    /** Does what comes next. */
    private Behavior<Message> proceed() {
        if (page.size() >= plan.limit()) {
            return full();
        }
        if (!candidates.isEmpty()) {
            return look();
        }
        return nextShard < plan.shards().size() ? ask() : done(null);
    }

    private Behavior<Message> full() {
        boolean atEnd = candidates.isEmpty() && nextShard >= plan.shards().size();
        return done(atEnd ? null : cursor(last));
    }

    private Behavior<Message> ask() {
        long now = System.nanoTime();
        int end = Math.min(plan.shards().size(), nextShard + shardsAtOnce);
        shardsAtOnce = Math.min(2 * shardsAtOnce, means.settings().shardsAtOnceMax());
        asked.clear();
        Map<ActorRef<IndexHost.Message>, List<From>> questions = new LinkedHashMap<>();
        for (int i = nextShard; i < end; i++) {
            int shard = plan.shards().get(i).shard();
            ActorRef<IndexHost.Message> host = hosts.of(shard);
            asked.put(shard, new Asked(host, now));
            questions.computeIfAbsent(host, to -> new ArrayList<>()).add(from(shard));
        }
        questions.forEach(this::ask);
        return this;
    }

    private From from(int shard) {
        return new From(shard, plan.shards().get(nextShard).shard() == shard ? nextAfter : "");
    }

    private void ask(ActorRef<IndexHost.Message> host, List<From> shards) {
        host.tell(new Find(
                answers,
                plan.type(),
                plan.fields(),
                Conditions.write(plan.driver()),
                plan.prefix(),
                shards,
                plan.limit() - page.size(),
                plan.maxStaleness().toMillis(),
                left().toMillis()));
    }

    private Behavior<Message> onAnswered(Answered answered) {
        long now = System.nanoTime();
        if (answered.answer() instanceof Working working) {
            working.shards().forEach(shard -> heard(shard, working, now));
            return this;
        }
        if (answered.answer() instanceof Refused refused && asked.containsKey(refused.shard())) {
            return failed(new QueryRefusedException(
                    Reason.BOUND_REACHED,
                    "Nothing was read: " + refused.reason() + ". Raise it, or scan the records."));
        }
        if (answered.answer() instanceof Found found) {
            Asked question = asked.get(found.shard());
            // Not a late answer to what was asked of the shard before.
            if (question != null
                    && question.found == null
                    && found.after().equals(from(found.shard()).after())) {
                question.found = found;
                return asked.values().stream().allMatch(one -> one.found != null) ? take() : this;
            }
        }
        return this;
    }

    private void heard(int shard, Working working, long now) {
        Asked question = asked.get(shard);
        if (question != null) {
            question.heardNanos = now;
            question.working = working;
        }
    }

    /** Takes the answers in the order of the shards, up to the first shard of which there is more: that is asked once more before those behind it. */
    private Behavior<Message> take() {
        for (Asked question : List.copyOf(asked.values())) {
            Found found = question.found;
            if (found == null) {
                throw new IllegalStateException("Not all have answered");
            }
            int shardIndex = nextShard;
            found.ids().forEach(id -> candidates.add(new Candidate(shardIndex, id)));
            if (found.more()) {
                nextAfter = found.ids().get(found.ids().size() - 1);
                break;
            }
            nextShard++;
            nextAfter = "";
        }
        asked.clear();
        return proceed();
    }

    /** Reads the next candidates, not more than have room on the page. */
    private Behavior<Message> look() {
        int count = Math.min(plan.limit() - page.size(), means.settings().readsAtOnceMax());
        looking = new ArrayList<>();
        List<CompletableFuture<Optional<Versioned<Json>>>> reads = new ArrayList<>();
        while (looking.size() < count && !candidates.isEmpty()) {
            Candidate candidate = candidates.remove();
            looking.add(candidate);
            reads.add(read(candidate.id()));
        }
        CompletableFuture<List<Optional<Versioned<Json>>>> all = CompletableFuture.allOf(
                        reads.toArray(CompletableFuture<?>[]::new))
                .thenApply(done -> reads.stream().map(CompletableFuture::join).toList());
        getContext().pipeToSelf(all, Looked::new);
        return this;
    }

    private CompletableFuture<Optional<Versioned<Json>>> read(String candidate) {
        RecordId id;
        try {
            id = RecordId.parse(candidate);
        } catch (InvalidNameException e) {
            return CompletableFuture.failedFuture(
                    new StoreException(StoreException.Kind.DAMAGED, "A row cannot be read: " + e.getMessage(), e));
        }
        return means.owners()
                .read(id, left())
                .thenApply(version -> version.present(id)
                        .filter(record -> conditions.areMet(record.value().text())))
                .toCompletableFuture();
    }

    private Behavior<Message> onLooked(Looked looked) {
        if (looked.failure() != null || looked.records() == null) {
            return failed(cause(looked.failure()));
        }
        List<Optional<Versioned<Json>>> records = looked.records();
        for (int i = 0; i < looking.size(); i++) {
            Optional<Versioned<Json>> record = records.get(i);
            if (record.isPresent()) {
                bytes += record.get().value().text().length();
                if (bytes > means.pageBytesMax() && !page.isEmpty()) {
                    return done(cursor(last));
                }
                page.add(record.get());
            }
            last = looking.get(i);
        }
        return proceed();
    }

    private Behavior<Message> onTick() {
        long now = System.nanoTime();
        List<From> silent = new ArrayList<>();
        asked.forEach((shard, question) -> {
            if (question.found == null
                    && !question.host.equals(hosts.local())
                    && now - question.heardNanos > means.settings().silenceMax().toNanos()) {
                question.host = hosts.local();
                silent.add(from(shard));
            }
        });
        if (!silent.isEmpty()) {
            getContext().getLog().debug("{} shards are asked of this node, since others are silent", silent.size());
            ask(hosts.local(), silent);
        }
        return this;
    }

    private Behavior<Message> onDeadline() {
        // One object for each host that is at work.
        Set<Working> hostsAtWork = new LinkedHashSet<>();
        for (Asked question : asked.values()) {
            if (question.found == null && question.working != null) {
                hostsAtWork.add(question.working);
            }
        }
        int unbuilt = hostsAtWork.stream().mapToInt(Working::unbuilt).sum();
        String within = "within " + plan.deadline().toMillis() + " ms";
        if (unbuilt == 0) {
            return failed(new RecordUnavailableException("What has changed among the records of type '" + plan.type()
                    + "', or the records themselves, could not be read " + within + ". Ask again."));
        }
        long rows = hostsAtWork.stream().mapToLong(Working::rows).sum();
        return failed(new QueryRefusedException(
                Reason.BEING_BUILT,
                "Nothing was read: the index of '" + plan.type() + "' was not built " + within + ": " + unbuilt
                        + " of its " + plan.shards().size() + " shards are being built, " + rows
                        + " rows were read for them. Ask again; what was built stays."));
    }

    private Duration left() {
        return Duration.ofNanos(Math.max(1_000_000, expiresAtNanos - System.nanoTime()));
    }

    private String cursor(Candidate position) {
        return new QueryCursor(plan.shards().get(position.shardIndex()).shard(), position.id()).text();
    }

    /** Nobody is left without an answer. */
    private Behavior<Message> onStop() {
        if (!answered) {
            failed(new RecordUnavailableException("Nothing was read: this node stops. Ask another one."));
        }
        return this;
    }

    private Behavior<Message> done(@Nullable String cursor) {
        answered = true;
        QueryPage<Json> found = new QueryPage<>(page, cursor);
        means.callbacks().execute(() -> result.complete(found));
        return Behaviors.stopped();
    }

    private Behavior<Message> failed(Throwable failure) {
        answered = true;
        means.callbacks().execute(() -> result.completeExceptionally(failure));
        return Behaviors.stopped();
    }

    private static Throwable cause(@Nullable Throwable failure) {
        if (failure == null) {
            return new IllegalStateException("A read ended without a result");
        }
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }
}
