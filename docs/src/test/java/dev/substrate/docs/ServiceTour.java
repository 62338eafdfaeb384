package dev.substrate.docs;

import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.Behaviors;
import dev.substrate.message.AnycastOptions;
import dev.substrate.message.AnycastOutcome;
import dev.substrate.message.Gathered;
import dev.substrate.message.MessageOptions;
import dev.substrate.message.Messages;
import dev.substrate.message.Messages.Target;
import dev.substrate.message.Method;
import dev.substrate.message.Published;
import dev.substrate.message.Reply;
import dev.substrate.message.Topic;
import dev.substrate.message.TransactionId;
import dev.substrate.node.SubstrateNode;
import dev.substrate.record.Place;
import dev.substrate.record.Scope;
import dev.substrate.service.Activation;
import dev.substrate.service.Request;
import dev.substrate.service.Service;
import dev.substrate.service.ServiceContext;
import dev.substrate.service.ServiceEvent;
import dev.substrate.service.ServiceEvent.NodeDeparted;
import dev.substrate.service.ServiceEvent.SettingsChanged;
import dev.substrate.service.Services;
import dev.substrate.service.SlotGrant;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/** The Java of the page on services. */
final class ServiceTour {

    private ServiceTour() {}

    record Name(String text) {}

    record Greeting(String text) {}

    // region greeter
    sealed interface Command {}

    record Greet(Request<Name> request) implements Command {}

    record Changed(Map<String, String> settings) implements Command {}

    record Gone(NodeDeparted departure) implements Command {}

    static Service<Command> greeter() {
        return Service.named("greeter", Command.class, context -> greeting(context, "Hello"))
                .onRequest(Name.class, Greet::new)
                .setting("greeting", "Hello")
                .onEvent(event -> event instanceof SettingsChanged changed
                        ? new Changed(changed.settings())
                        : event instanceof NodeDeparted departed ? new Gone(departed) : null)
                .build();
    }

    static Behavior<Command> greeting(ServiceContext context, String greeting) {
        return Behaviors.receive(Command.class)
                .onMessage(Greet.class, greet -> {
                    Name name = greet.request().entity();
                    if (name == null) {
                        greet.request().refused("say whom to greet");
                    } else {
                        greet.request().ok(new Greeting(greeting + ", " + name.text()));
                    }
                    return Behaviors.same();
                })
                .onMessage(
                        Changed.class,
                        changed -> greeting(context, changed.settings().get("greeting")))
                .onMessage(Gone.class, gone -> {
                    ServiceEvent.Handling handling = gone.departure().handling();
                    if (handling != null) {
                        // This node alone is to clear up what the other one has left.
                        handling.done();
                    }
                    return Behaviors.same();
                })
                .build();
    }
    // endregion

    static void register(SubstrateNode node) {
        // region register
        Services.register(node, greeter());
        Messages messages = Services.messages(node);
        // endregion
        messages.awaitSubscribers(NEWS, Duration.ofSeconds(1));
    }

    static CompletionStage<String> ask(Messages messages) {
        // region ask
        CompletionStage<Reply<Greeting>> reply = messages.ask(
                Target.of("greeter", "anna"),
                Method.GET,
                new Name("Anna"),
                Greeting.class,
                MessageOptions.none().deadline(Duration.ofSeconds(2)).transaction(new TransactionId("order-17")));
        return reply.thenApply(outcome -> outcome instanceof Reply.Ok<Greeting> ok
                ? ok.entity() + " says " + ok.node()
                : outcome.explain()); // not found, refused, failed, nobody there, timed out
        // endregion
    }

    // region topic
    static final Topic<Greeting> NEWS = Topic.of("news", Greeting.class);
    static final Topic<Greeting> LOCAL_NEWS = NEWS.scope(Scope.ZONE); // each zone has its own
    // endregion

    static void publish(Messages messages) {
        // region publish
        CompletionStage<Published> published = messages.awaitSubscribers(NEWS, Duration.ofSeconds(5))
                .thenCompose(there -> messages.publish(NEWS, new Greeting("Good morning"), MessageOptions.none()));
        // endregion
        published.thenAccept(all -> {});
    }

    static CompletionStage<String> anycast(Messages messages) {
        // region anycast
        return messages.anycast(
                        Workshop.JOBS,
                        new Workshop.Job("print"),
                        AnycastOptions.random().attemptsMax(10))
                .thenApply(outcome -> outcome.taken()
                        ? "taken after " + outcome.asked().size() + " were asked"
                        : outcome.ending() == AnycastOutcome.Ending.NOBODY ? "nobody has room" : outcome.toString());
        // endregion
    }

    static CompletionStage<Gathered<Greeting>> gather(Messages messages) {
        // region gather
        return messages.gather(
                "greeter", Place.EVERYWHERE, Method.GET, new Name("all"), Greeting.class, MessageOptions.none());
        // endregion
    }

    static void activation() {
        // region activation
        Activation everywhere = Activation.always();
        Activation onTwoNodes = Activation.slots(2);
        Activation addresses = Activation.resources("10.0.0.8", "10.0.0.9").in(Scope.REGION);
        Activation apart = Activation.slots(2).excluding("other");
        Activation nearPoints = Activation.supernode(4);
        // endregion
        assert everywhere != onTwoNodes && addresses != apart && nearPoints != null;
    }

    static CompletionStage<Void> act(ServiceContext context, SlotGrant slot) {
        // region confirm
        return context.confirm(slot).thenAccept(held -> {
            if (held) {
                announce(slot.slot(), slot.token()); // with the token, so that it can be refused
            }
        });
        // endregion
    }

    private static void announce(String address, long token) {
        assert token > 0 && !address.isEmpty();
    }
}
