package dev.substrate.service.internal.http;

import static akka.http.javadsl.server.PathMatchers.segment;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.DispatcherSelector;
import akka.cluster.MemberStatus;
import akka.cluster.typed.Cluster;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.headers.RawHeader;
import akka.http.javadsl.server.AllDirectives;
import akka.http.javadsl.server.Route;
import dev.substrate.id.NodeId;
import dev.substrate.message.AnycastOptions;
import dev.substrate.message.MessageException;
import dev.substrate.message.MessageOptions;
import dev.substrate.message.Messages;
import dev.substrate.message.Messages.Target;
import dev.substrate.message.Topic;
import dev.substrate.message.TransactionId;
import dev.substrate.node.NodeInfo;
import dev.substrate.node.RingView;
import dev.substrate.record.Json;
import dev.substrate.service.internal.http.Parameters.BadParameterException;
import dev.substrate.service.internal.message.NodeMessages;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/** Messages and topics over HTTP. The transaction of a request is in the header {@value Parameters#TRANSACTION} of its answer. */
public final class MessageRoutes extends AllDirectives {

    private final ActorSystem<?> system;
    private final Cluster cluster;
    private final NodeId self;
    private final NodeMessages node;
    private final Messages messages;
    private final TailResponses tails;
    private final MessageResponses responses;
    private final Bodies bodies;
    private final Executor executor;

    /** Takes the messages of a node. */
    public MessageRoutes(ActorSystem<?> system, NodeMessages node) {
        this.system = system;
        this.cluster = Cluster.get(system);
        this.self = NodeInfo.of(system).id();
        this.node = node;
        this.responses = new MessageResponses(RingView.get(system)::ring);
        this.messages = node.messages();
        this.tails = new TailResponses(system, node);
        this.executor =
                system.dispatchers().lookup(DispatcherSelector.fromConfig("substrate.record.callback-dispatcher"));
        this.bodies = new Bodies(system, node.entityBytesMax(), executor);
    }

    /** Answers a request as part of a transaction. */
    private interface Handler {
        CompletionStage<HttpResponse> answer(HttpRequest request, Parameters parameters, MessageOptions options);
    }

    /** Returns the routes below {@code /api/v1}. */
    public Route routes() {
        return withoutRequestTimeout(() -> concat(
                path("topics", () -> get(() -> handle(this::topics))),
                path(
                        segment("topics").slash(segment()).slash("publish"),
                        name -> post(() -> handle((request, parameters, options) ->
                                publish(topic(name, parameters), request, parameters, options)))),
                path(
                        segment("topics").slash(segment()).slash("anycast"),
                        name -> post(() -> handle((request, parameters, options) ->
                                anycast(topic(name, parameters), request, parameters, options)))),
                path(
                        segment("topics").slash(segment()).slash("tail"),
                        name -> get(() -> handle((request, parameters, options) -> {
                            request.discardEntityBytes(system);
                            return CompletableFuture.completedFuture(tails.tail(topic(name, parameters)));
                        }))),
                path(
                        segment("services").slash(segment()).slash("messages").slash(segment()),
                        (service, id) -> post(() -> handle(
                                (request, parameters, options) -> ask(service, id, request, parameters, options))))));
    }

    private Route handle(Handler handler) {
        return extractRequest(request -> completeWithFuture(answer(handler, request)));
    }

    private CompletionStage<HttpResponse> answer(Handler handler, HttpRequest request) {
        CompletionStage<HttpResponse> response;
        TransactionId transaction = node.newTransaction();
        try {
            Parameters parameters = new Parameters(request);
            transaction = parameters.transaction().orElse(transaction);
            MessageOptions options = MessageOptions.none().transaction(transaction);
            Optional<Duration> deadline = parameters.seconds("deadline");
            response = cluster.selfMember().status().equals(MemberStatus.up())
                    ? handler.answer(
                            request, parameters, deadline.map(options::deadline).orElse(options))
                    : CompletableFuture.completedFuture(MessageResponses.notReady());
        } catch (RuntimeException e) {
            request.discardEntityBytes(system);
            response = CompletableFuture.failedFuture(e);
        }
        String told = transaction.text();
        return response.exceptionallyComposeAsync(MessageRoutes::refusal, executor)
                .thenApply(answer -> answer.addHeader(RawHeader.create(Parameters.TRANSACTION, told)));
    }

    private CompletionStage<HttpResponse> topics(HttpRequest request, Parameters parameters, MessageOptions options) {
        request.discardEntityBytes(system);
        return node.topics(options).thenApply(responses::topics);
    }

    private CompletionStage<HttpResponse> publish(
            Topic<Json> topic, HttpRequest request, Parameters parameters, MessageOptions options) {
        Optional<Duration> wait = parameters.seconds("wait");
        return bodies.with(request, entity -> {
            if (entity.isEmpty()) {
                return noEntity();
            }
            CompletionStage<Boolean> ready = wait.isPresent()
                    ? messages.awaitSubscribers(topic, wait.get())
                    : CompletableFuture.completedFuture(true);
            return ready.thenCompose(
                    there -> messages.publish(topic, entity.get(), options).thenApply(responses::published));
        });
    }

    private CompletionStage<HttpResponse> anycast(
            Topic<Json> topic, HttpRequest request, Parameters parameters, MessageOptions options) {
        AnycastOptions anycast = new AnycastOptions(parameters.order(), parameters.attempts(), options);
        return bodies.with(request, entity -> {
            if (entity.isEmpty()) {
                return noEntity();
            }
            return messages.anycast(topic, entity.get(), anycast).thenApply(responses::anycast);
        });
    }

    private CompletionStage<HttpResponse> ask(
            String service, String id, HttpRequest request, Parameters parameters, MessageOptions options) {
        Target target = new Target(service, id, parameters.place(self));
        dev.substrate.message.Method method = parameters.method();
        return bodies.with(
                request,
                entity -> messages.ask(target, method, entity.orElse(null), Json.class, options)
                        .thenApply(responses::reply));
    }

    private Topic<Json> topic(String name, Parameters parameters) {
        try {
            return Topic.of(name, Json.class).in(parameters.place(self));
        } catch (IllegalArgumentException e) {
            throw new BadParameterException(String.valueOf(e.getMessage()));
        }
    }

    private static CompletionStage<HttpResponse> noEntity() {
        return CompletableFuture.completedFuture(MessageResponses.badRequest(
                "not-an-entity", "the body is empty, and there is nothing to be shown to anybody."));
    }

    /** Answers what is to be expected; what is not goes on to the handler of exceptions, which logs it. */
    private static CompletionStage<HttpResponse> refusal(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof BadParameterException || cause instanceof IllegalArgumentException) {
            return CompletableFuture.completedFuture(
                    MessageResponses.badRequest("invalid-parameter", cause.getMessage() + "."));
        }
        if (cause instanceof MessageException || cause instanceof IllegalStateException) {
            return CompletableFuture.completedFuture(MessageResponses.tooMany(String.valueOf(cause.getMessage())));
        }
        return CompletableFuture.failedFuture(cause);
    }
}
