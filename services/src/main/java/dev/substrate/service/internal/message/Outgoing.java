package dev.substrate.service.internal.message;

import akka.actor.typed.ActorRef;
import dev.substrate.id.NodeId;
import dev.substrate.message.AnycastOptions;
import dev.substrate.message.AnycastOutcome;
import dev.substrate.message.Gathered;
import dev.substrate.message.MessageOptions;
import dev.substrate.message.Messages;
import dev.substrate.message.Method;
import dev.substrate.message.Published;
import dev.substrate.message.Reply;
import dev.substrate.message.SendOutcome;
import dev.substrate.message.Topic;
import dev.substrate.message.TransactionId;
import dev.substrate.record.Place;
import dev.substrate.service.internal.message.Wire.Letter;
import dev.substrate.service.internal.message.Wire.Manner;
import dev.substrate.service.internal.message.Wire.Post;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What this node sends: makes calls of it for the post office, and outcomes of what the calls come to. */
final class Outgoing implements Messages {

    /** The longest text that a message is about; with the largest entity it must fit into a frame. */
    static final int ID_CHARS_MAX = 1_024;

    static final Duration DEADLINE_MAX = Duration.ofDays(365);

    private final NodeId self;
    private final MessageSettings settings;
    private final Entities entities;
    private final Transactions transactions;
    private final ActorRef<PostOffice.Message> office;
    private final Executor callbacks;
    private final CallsUnderWay calls;
    private final CallsUnderWay anycasts;
    private final Outcomes outcomes;

    Outgoing(
            NodeId self,
            MessageSettings settings,
            Entities entities,
            Transactions transactions,
            ActorRef<PostOffice.Message> office,
            Executor callbacks) {
        this.self = self;
        this.settings = settings;
        this.entities = entities;
        this.transactions = transactions;
        this.office = office;
        this.callbacks = callbacks;
        this.calls = new CallsUnderWay("substrate.message.calls-max", settings.callsMax());
        this.anycasts = new CallsUnderWay("substrate.message.anycasts-max", settings.anycastsMax());
        this.outcomes = new Outcomes(entities);
    }

    @Override
    public <R> CompletionStage<Reply<R>> ask(
            Target target, Method method, @Nullable Object entity, Class<R> answer, MessageOptions options) {
        return letter(
                target,
                method,
                entity,
                options,
                Manner.ASK,
                result -> outcomes.reply(result, answer),
                Reply.NobodyThere::new);
    }

    @Override
    public CompletionStage<SendOutcome> send(
            Target target, Method method, @Nullable Object entity, MessageOptions options) {
        return letter(target, method, entity, options, Manner.SEND, Outcomes::sent, SendOutcome.NobodyThere::new);
    }

    private <T> CompletionStage<T> letter(
            Target target,
            Method method,
            @Nullable Object entity,
            MessageOptions options,
            Manner manner,
            Function<LetterCall.Result, T> outcome,
            Function<String, T> nobody) {
        return sending(() -> {
            Letter letter = letter(target.service(), target.id(), method, entity, options);
            Promise<T> promise = promise(letter.transaction());
            Optional<String> full = calls.begin();
            if (full.isPresent()) {
                promise.complete(() -> nobody.apply(full.get()));
            } else {
                office.tell(new PostOffice.Submit(new LetterCall(
                        letter,
                        target.place(),
                        manner,
                        deadlineNanos(options),
                        settings.hopsMax(),
                        result -> promise.end(() -> outcome.apply(result)))));
            }
            return promise.stage();
        });
    }

    @Override
    public <R> CompletionStage<Gathered<R>> gather(
            String service,
            Place place,
            Method method,
            @Nullable Object entity,
            Class<R> answer,
            MessageOptions options) {
        return toAll(service, place, method, entity, options, Manner.GATHER, result -> {
            Map<NodeId, Reply<R>> replies = new HashMap<>();
            result.answers()
                    .forEach((node, delivered) ->
                            replies.put(node, outcomes.gathered((Wire.Delivered) delivered, answer)));
            return new Gathered<>(replies, result.silent());
        });
    }

    @Override
    public CompletionStage<Published> broadcast(
            String service, Place place, Method method, @Nullable Object entity, MessageOptions options) {
        return toAll(service, place, method, entity, options, Manner.BROADCAST, Outcomes::broadcast);
    }

    private <T> CompletionStage<T> toAll(
            String service,
            Place place,
            Method method,
            @Nullable Object entity,
            MessageOptions options,
            Manner manner,
            Function<ManyCall.Result, T> outcome) {
        return sending(() -> {
            Letter letter = letter(service, "", method, entity, options);
            return many(
                    new Name.Carriers(service),
                    place,
                    options,
                    letter.transaction(),
                    (number, replyTo) -> new Wire.Deliver(number, replyTo, letter, manner, 0),
                    outcome);
        });
    }

    @Override
    public <E> CompletionStage<Published> publish(Topic<E> topic, E entity, MessageOptions options) {
        return sending(() -> {
            Post post = post(topic, entity, options);
            return many(
                    new Name.Subscribers(post.topic()),
                    Place.EVERYWHERE,
                    options,
                    post.transaction(),
                    (number, replyTo) -> new Wire.Show(number, replyTo, post),
                    Outcomes::published);
        });
    }

    /** Sends the same order to all nodes of a name. */
    <T> CompletionStage<T> many(
            Name name,
            Place place,
            MessageOptions options,
            TransactionId transaction,
            ManyCall.Maker order,
            Function<ManyCall.Result, T> outcome) {
        Promise<T> promise = promise(transaction);
        Optional<String> full = calls.begin();
        if (full.isPresent()) {
            promise.refuse(full.get());
        } else {
            office.tell(new PostOffice.Submit(new ManyCall(
                    name,
                    place,
                    deadlineNanos(options),
                    order,
                    result -> promise.end(result.notSent(), () -> outcome.apply(result)))));
        }
        return promise.stage();
    }

    @Override
    public <E> CompletionStage<AnycastOutcome<E>> anycast(Topic<E> topic, E entity, AnycastOptions options) {
        return sending(() -> {
            Post post = post(topic, entity, options.message());
            Promise<AnycastOutcome<E>> promise = promise(post.transaction());
            Optional<String> full = anycasts.begin();
            if (full.isEmpty()) {
                full = calls.begin();
                full.ifPresent(reason -> anycasts.end());
            }
            if (full.isPresent()) {
                String reason = full.get();
                promise.refuse(reason);
            } else {
                office.tell(new PostOffice.Submit(new AnycastCall(
                        post,
                        options,
                        deadlineNanos(options.message()),
                        settings.offerTimeout(),
                        (finished, notSent) -> {
                            anycasts.end();
                            promise.end(notSent, () -> outcomes.anycast(finished, topic.entityClass()));
                        })));
            }
            return promise.stage();
        });
    }

    @Override
    public CompletionStage<Boolean> awaitSubscribers(Topic<?> topic, Duration atMost) {
        Promise<Boolean> promise = promise(transactions.of(MessageOptions.none()));
        Optional<String> full = calls.begin();
        if (full.isPresent()) {
            promise.refuse(full.get());
        } else {
            office.tell(new PostOffice.Await(
                    new Name.Subscribers(TopicName.of(topic, self)),
                    System.nanoTime() + bounded(atMost).toNanos(),
                    there -> promise.end(() -> there)));
        }
        return promise.stage();
    }

    /** Returns how many calls are under way. */
    int callsUnderWay() {
        return calls.count();
    }

    private Letter letter(String service, String id, Method method, @Nullable Object entity, MessageOptions options) {
        if (id.length() > ID_CHARS_MAX) {
            throw new IllegalArgumentException("Nothing was sent: what a message is about has at most " + ID_CHARS_MAX
                    + " characters, not " + id.length());
        }
        return new Letter(
                service,
                id,
                method,
                Entities.type(entity),
                entities.encodeIfAny(entity),
                transactions.correlation(options),
                transactions.of(options),
                self);
    }

    private Post post(Topic<?> topic, Object entity, MessageOptions options) {
        return new Post(
                TopicName.of(topic, self),
                entities.encode(entity),
                transactions.correlation(options),
                transactions.of(options),
                self);
    }

    private long deadlineNanos(MessageOptions options) {
        Duration given = options.deadline();
        return System.nanoTime()
                + bounded(given != null ? given : settings.deadline()).toNanos();
    }

    private static Duration bounded(Duration wait) {
        return wait.compareTo(DEADLINE_MAX) > 0 ? DEADLINE_MAX : wait;
    }

    private static <T> CompletionStage<T> sending(Supplier<CompletionStage<T>> send) {
        try {
            return send.get();
        } catch (IllegalArgumentException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private <T> Promise<T> promise(TransactionId transaction) {
        return new Promise<>(callbacks, calls, transaction);
    }
}
