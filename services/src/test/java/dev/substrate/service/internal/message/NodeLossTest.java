package dev.substrate.service.internal.message;

import static dev.substrate.service.internal.message.NodeMessagesTest.awaitCarriers;
import static dev.substrate.service.internal.message.NodeMessagesTest.awaitMembers;
import static dev.substrate.service.internal.message.NodeMessagesTest.awaitSubscribers;
import static dev.substrate.service.internal.message.NodeMessagesTest.join;
import static dev.substrate.service.internal.message.NodeMessagesTest.service;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.substrate.message.AnycastOptions;
import dev.substrate.message.AnycastOutcome;
import dev.substrate.message.AnycastOutcome.Answer;
import dev.substrate.message.AnycastOutcome.Ending;
import dev.substrate.message.AnycastOutcome.Verdict;
import dev.substrate.message.Gathered;
import dev.substrate.message.MessageOptions;
import dev.substrate.message.Messages.Target;
import dev.substrate.message.Method;
import dev.substrate.message.Reply;
import dev.substrate.message.Topic;
import dev.substrate.record.Place;
import dev.substrate.service.Request;
import dev.substrate.service.internal.message.NodeMessagesTest.Got;
import dev.substrate.service.internal.message.NodeMessagesTest.Question;
import dev.substrate.service.internal.message.NodeMessagesTest.Reading;
import dev.substrate.service.internal.message.NodeMessagesTest.Work;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A node ends without a word, among two that stay. */
class NodeLossTest {

    private static final String PATIENT = "substrate.message.offer-timeout = 60s";
    private static final MessageOptions LONG = MessageOptions.none().deadline(Duration.ofSeconds(60));

    private TestNode one;
    private TestNode two;
    private TestNode lost;

    @BeforeEach
    void start() {
        one = TestNode.start(AnycastWalkTest.node(1, 1, 1), PATIENT);
        one.join(one);
        two = TestNode.start(AnycastWalkTest.node(1, 1, 2), PATIENT).join(one);
        lost = TestNode.start(AnycastWalkTest.node(1, 1, 3), PATIENT).join(one);
        List.of(one, two, lost).forEach(node -> awaitMembers(node, 3));
    }

    @AfterEach
    void stop() {
        List.of(lost, two, one).forEach(TestNode::close);
    }

    @Test
    void aQuestionThatItHasEndsWithItAndNotAtTheDeadline() {
        AtomicReference<Request<Question>> held = new AtomicReference<>();
        lost.host(service("held").build(), got -> held.set(got.request()));
        two.host(service("held").build(), got -> got.request().ok());
        awaitCarriers(one, "held", 2);
        String id = lost.id().hex();
        CompletionStage<Reply<Reading>> reply =
                one.messages().ask(Target.of("held", id), Method.GET, new Question(""), Reading.class, LONG);
        CompletionStage<Gathered<Reading>> gathered =
                one.messages().gather("held", Place.EVERYWHERE, Method.GET, new Question(""), Reading.class, LONG);
        await().untilAtomic(held, org.hamcrest.Matchers.notNullValue());
        long began = System.nanoTime();
        lost.crash();
        assertThat(join(reply))
                .as("it may have been handled, so nobody else is asked")
                .isInstanceOfSatisfying(
                        Reply.TimedOut.class,
                        unknown -> assertThat(unknown.reason()).contains("went away"));
        assertThat(join(gathered).missing()).containsExactly(lost.id());
        assertThat(join(gathered).replies()).containsOnlyKeys(two.id());
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(30));
        assertThat(join(one.messages().ask(Target.of("held", id), Method.GET, new Question(""), Reading.class, LONG)))
                .as("then the next one is the nearest")
                .isEqualTo(new Reply.Ok<>(null, two.id()));
    }

    @Test
    void itsSubscriptionsAreGoneAndAnAnycastGoesOnPastIt() {
        Topic<Work> topic = Topic.of("work", Work.class);
        AtomicReference<Object> asked = new AtomicReference<>();
        lost.host(service("worker").onOffered(topic, Got::new).build(), asked::set);
        awaitSubscribers(one, topic, 1);
        CompletionStage<AnycastOutcome<Work>> alone = one.messages()
                .anycast(topic, new Work(1), AnycastOptions.random().message(LONG));
        await().untilAtomic(asked, org.hamcrest.Matchers.notNullValue());
        two.host(
                service("worker").onOffered(topic, Got::new).build(),
                got -> got.offer().take());
        awaitSubscribers(one, topic, 2);
        // The lost one is in another order of mind each time: once it must come first.
        AnycastOutcome<Work> outcome = anycastThatBeginsWithTheLostOne(topic, asked);
        assertThat(outcome.ending()).isEqualTo(Ending.TAKEN);
        assertThat(outcome.asked())
                .extracting(Answer::node, Answer::service, Answer::verdict)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(lost.id(), "worker", Verdict.UNANSWERED),
                        org.assertj.core.groups.Tuple.tuple(two.id(), "worker", Verdict.TAKEN));
        assertThat(join(alone).ending()).isEqualTo(Ending.NOBODY);
        assertThat(join(alone).asked()).extracting(Answer::verdict).containsExactly(Verdict.UNANSWERED);
        awaitSubscribers(one, topic, 1);
        for (int i = 0; i < 20; i++) {
            assertThat(join(one.messages().anycast(topic, new Work(1), AnycastOptions.random()))
                            .asked())
                    .hasSize(1);
        }
    }

    @Test
    void itsNextLifeIsAnotherReceiver() {
        AtomicReference<Request<Question>> held = new AtomicReference<>();
        lost.host(service("again").build(), got -> held.set(got.request()));
        awaitCarriers(one, "again", 1);
        CompletionStage<Reply<Reading>> reply =
                one.messages().ask(Target.of("again", "x"), Method.GET, new Question(""), Reading.class, LONG);
        await().untilAtomic(held, org.hamcrest.Matchers.notNullValue());
        int port = akka.cluster.typed.Cluster.get(lost.system())
                .selfMember()
                .address()
                .getPort()
                .orElseThrow();
        lost.crash();
        lost = TestNode.start(lost.id(), PATIENT + "\nakka.remote.artery.canonical.port = " + port)
                .join(one);
        awaitMembers(lost, 3);
        assertThat(join(reply)).isInstanceOf(Reply.TimedOut.class);
        lost.host(service("again").build(), got -> got.request().ok(new Reading(2)));
        awaitCarriers(one, "again", 1);
        assertThat(join(one.messages().ask(Target.of("again", "x"), Method.GET, new Question(""), Reading.class, LONG)))
                .isEqualTo(new Reply.Ok<>(new Reading(2), lost.id()));
    }

    private AnycastOutcome<Work> anycastThatBeginsWithTheLostOne(Topic<Work> topic, AtomicReference<Object> asked) {
        while (true) {
            asked.set(null);
            CompletionStage<AnycastOutcome<Work>> outcome = one.messages()
                    .anycast(topic, new Work(1), AnycastOptions.random().message(LONG));
            await().until(() ->
                    asked.get() != null || outcome.toCompletableFuture().isDone());
            if (asked.get() != null) {
                lost.crash();
                return join(outcome);
            }
        }
    }
}
