package dev.substrate.service.internal.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import akka.actor.typed.javadsl.Behaviors;
import dev.substrate.id.NodeId;
import dev.substrate.message.AnycastOptions;
import dev.substrate.message.AnycastOutcome;
import dev.substrate.message.AnycastOutcome.Answer;
import dev.substrate.message.AnycastOutcome.Ending;
import dev.substrate.message.AnycastOutcome.Verdict;
import dev.substrate.message.Gathered;
import dev.substrate.message.MessageException;
import dev.substrate.message.MessageOptions;
import dev.substrate.message.Messages.Target;
import dev.substrate.message.Method;
import dev.substrate.message.Published;
import dev.substrate.message.Reply;
import dev.substrate.message.SendOutcome;
import dev.substrate.message.Topic;
import dev.substrate.message.TransactionId;
import dev.substrate.record.Json;
import dev.substrate.record.Place;
import dev.substrate.record.Scope;
import dev.substrate.service.Notice;
import dev.substrate.service.Offer;
import dev.substrate.service.Request;
import dev.substrate.service.Service;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

/** Messages between three nodes in this process: two in one zone, one in another region. */
class NodeMessagesTest {

    private static final MessageOptions NONE = MessageOptions.none();
    private static final MessageOptions LONG = NONE.deadline(Duration.ofSeconds(30));

    private static TestNode one;
    private static TestNode two;
    private static TestNode far;
    private static List<TestNode> all;

    record Question(String text) {}

    record Reading(int value) {}

    record Work(int units) {}

    /** What a service of these tests gets, of any kind. */
    record Got(Object what) {

        @SuppressWarnings("unchecked")
        <E> Request<E> request() {
            return (Request<E>) what;
        }

        @SuppressWarnings("unchecked")
        <E> Offer<E> offer() {
            return (Offer<E>) what;
        }

        @SuppressWarnings("unchecked")
        <E> Notice<E> notice() {
            return (Notice<E>) what;
        }
    }

    @BeforeAll
    static void start() {
        one = TestNode.start(AnycastWalkTest.node(1, 1, 1), "");
        one.join(one);
        two = TestNode.start(AnycastWalkTest.node(1, 1, 2), "").join(one);
        far = TestNode.start(AnycastWalkTest.node(2, 1, 3), "").join(one);
        all = List.of(one, two, far);
        all.forEach(node -> awaitMembers(node, 3));
    }

    @AfterAll
    static void stop() {
        all.forEach(TestNode::close);
    }

    @Test
    void aQuestionIsAnsweredByTheNodeNearestToItsIdWhoeverAsks() {
        for (TestNode node : all) {
            node.host(
                    service("near").build(),
                    got -> got.request()
                            .ok(new Reading(
                                    ((Question) got.request().entity()).text().length())));
        }
        all.forEach(node -> awaitCarriers(node, "near", 3));
        Map<String, NodeId> owners = new ConcurrentHashMap<>();
        for (int i = 0; i < 30; i++) {
            String id = "id-" + i;
            for (TestNode node : all) {
                Reply<Reading> reply = join(node.messages()
                        .ask(Target.of("near", id), Method.GET, new Question("four"), Reading.class, NONE));
                assertThat(reply).isInstanceOfSatisfying(Reply.Ok.class, ok -> {
                    assertThat(ok.entity()).isEqualTo(new Reading(4));
                    assertThat(owners.merge(id, ok.node(), (before, now) -> before))
                            .isEqualTo(ok.node());
                });
            }
        }
        assertThat(Set.copyOf(owners.values())).hasSize(3);
        for (TestNode node : all) {
            assertThat(join(one.messages()
                            .ask(
                                    Target.of("near", node.id().hex()),
                                    Method.GET,
                                    new Question(""),
                                    Reading.class,
                                    NONE)))
                    .isEqualTo(new Reply.Ok<>(new Reading(0), node.id()));
        }
        assertThat(join(far.messages()
                        .ask(
                                Target.of("near", "x").in(Place.region(2)),
                                Method.GET,
                                new Question(""),
                                Reading.class,
                                NONE)))
                .isEqualTo(new Reply.Ok<>(new Reading(0), far.id()));
    }

    @Test
    void everyAnswerIsAnOutcomeOfItsOwnAndOnlyTheFirstIsHeard() {
        two.host(service("answers").build(), got -> {
            Request<Question> request = got.request();
            switch (request.id()) {
                case "ok" -> request.ok();
                case "none" -> request.notFound("no such");
                case "refused" -> request.refused("not I");
                case "failed" -> request.failed("half");
                case "throws" -> throw new IllegalStateException("broken");
                case "other" -> request.ok("no reading");
                default -> {
                    request.refused("first");
                    request.ok();
                }
            }
        });
        awaitCarriers(one, "answers", 1);
        NodeId node = two.id();
        assertThat(ask("answers", "ok")).isEqualTo(new Reply.Ok<>(null, node));
        assertThat(ask("answers", "none")).isEqualTo(new Reply.NotFound<>("no such", node));
        assertThat(ask("answers", "refused")).isEqualTo(new Reply.Refused<>("not I", node));
        assertThat(ask("answers", "failed")).isEqualTo(new Reply.Failed<>("half", node));
        assertThat(ask("answers", "throws"))
                .isInstanceOfSatisfying(
                        Reply.Failed.class,
                        failed -> assertThat(failed.reason()).contains("broken"));
        assertThat(ask("answers", "twice")).isEqualTo(new Reply.Refused<>("first", node));
        assertThat(ask("answers", "other")).isInstanceOf(Reply.Failed.class);
        assertThat(ask("nothing-like-it", "x"))
                .isInstanceOfSatisfying(
                        Reply.NobodyThere.class,
                        nobody -> assertThat(nobody.reason()).contains("nothing-like-it"));
    }

    @Test
    void aQuestionThatIsNotAnsweredTimesOutAndALateAnswerIsNotHeard() {
        AtomicReference<Request<Question>> held = new AtomicReference<>();
        two.host(service("slow").build(), got -> held.set(got.request()));
        awaitCarriers(one, "slow", 1);
        Reply<Reading> reply = join(one.messages()
                .ask(
                        Target.of("slow", "x"),
                        Method.GET,
                        new Question(""),
                        Reading.class,
                        NONE.deadline(Duration.ofMillis(300))));
        assertThat(reply).isInstanceOf(Reply.TimedOut.class);
        held.get().ok();
        assertThat(ask("answers-nobody", "x")).isInstanceOf(Reply.NobodyThere.class);
    }

    @Test
    void aPassiveServiceNamesWhomToAskAndNobodyIsAskedTwice() {
        AtomicInteger asked = new AtomicInteger();
        TestNode.FakeHost atOne =
                one.host(service("slots").build(), got -> got.request().ok());
        TestNode.FakeHost atTwo =
                two.host(service("slots").build(), got -> got.request().ok());
        far.host(service("slots").build(), got -> {
            asked.incrementAndGet();
            got.request().ok();
        });
        awaitCarriers(one, "slots", 3);
        atOne.passive(two.id(), far.id());
        atTwo.passive(one.id(), far.id());
        for (int i = 0; i < 20; i++) {
            assertThat(ask("slots", "id-" + i)).isEqualTo(new Reply.Ok<>(null, far.id()));
        }
        assertThat(asked).hasValue(20);
        assertThat(join(one.messages()
                        .ask(
                                Target.of("slots", "x").in(Place.region(1)),
                                Method.GET,
                                new Question(""),
                                Reading.class,
                                NONE)))
                .as("no active one in the place, and two that name each other")
                .isInstanceOf(Reply.NobodyThere.class);
    }

    @Test
    void aServiceMayNameAnotherNodeAndARoundEnds() {
        Queue<NodeId> sentTo = new ConcurrentLinkedQueue<>();
        for (TestNode node : List.of(one, two)) {
            TestNode other = node == one ? two : one;
            node.host(service("instead").build(), got -> {
                Request<Question> request = got.request();
                sentTo.add(node.id());
                if (request.id().equals("round") || node == one) {
                    request.askInstead(other.id());
                } else {
                    request.ok();
                }
            });
        }
        awaitCarriers(one, "instead", 2);
        assertThat(ask("instead", one.id().hex())).isEqualTo(new Reply.Ok<>(null, two.id()));
        assertThat(sentTo).containsExactly(one.id(), two.id());
        sentTo.clear();
        assertThat(ask("instead", "round")).isInstanceOf(Reply.NobodyThere.class);
        assertThat(sentTo).containsExactlyInAnyOrder(one.id(), two.id());
        sentTo.clear();
        assertThat(join(one.messages()
                        .send(Target.of("instead", one.id().hex()), Method.UPDATE, new Question(""), NONE)))
                .isEqualTo(new SendOutcome.Delivered(one.id()));
        await().untilAsserted(() -> assertThat(sentTo).containsExactly(one.id(), two.id()));
    }

    @Test
    void aMessageIsDeliveredOrItIsKnownThatItIsNot() {
        Queue<String> got = new ConcurrentLinkedQueue<>();
        TestNode.FakeHost host = two.host(
                service("box").build(), message -> got.add(message.request().id()));
        awaitCarriers(one, "box", 1);
        for (int i = 0; i < 100; i++) {
            assertThat(join(one.messages().send(Target.of("box", "" + i), Method.CREATE, new Question(""), NONE)))
                    .isEqualTo(new SendOutcome.Delivered(two.id()));
        }
        await().untilAsserted(() -> assertThat(got).hasSize(100));
        assertThat(join(one.messages().send(Target.of("box", "x"), Method.CREATE, new Work(1), NONE)))
                .as("a class that is not taken")
                .isInstanceOfSatisfying(
                        SendOutcome.NobodyThere.class,
                        nobody -> assertThat(nobody.reason()).contains("only Question"));
        host.unavailable("too busy");
        assertThat(join(one.messages().send(Target.of("box", "x"), Method.CREATE, new Question(""), NONE)))
                .isInstanceOfSatisfying(
                        SendOutcome.NobodyThere.class,
                        nobody -> assertThat(nobody.reason()).contains("too busy"));
    }

    @Test
    void messagesArriveInTheOrderInWhichTheyWereSent() {
        Queue<String> got = new ConcurrentLinkedQueue<>();
        Consumer<Got> handler = message -> got.add(message.request().id());
        two.host(service("order").build(), handler);
        awaitCarriers(far, "order", 1);
        List<CompletionStage<SendOutcome>> sent = new java.util.ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            sent.add(one.messages().send(Target.of("order", "" + i), Method.CREATE, new Question(""), LONG));
        }
        long lost = sent.stream()
                .map(NodeMessagesTest::join)
                .filter(outcome -> !(outcome instanceof SendOutcome.Delivered))
                .count();
        // The node may not know of the service from the first message on.
        await().untilAsserted(() -> assertThat(got).hasSize((int) (1_000 - lost)));
        assertThat(got.stream().map(Integer::valueOf).toList()).isSorted();
    }

    @Test
    void allNodesOfAServiceAreAskedAlsoPassiveOnes() {
        one.host(service("all").build(), got -> got.request().ok(new Reading(1)));
        two.host(service("all").build(), got -> got.request().ok(new Reading(2)))
                .passive(one.id());
        far.host(service("all").build(), got -> {});
        awaitCarriers(one, "all", 3);
        Gathered<Reading> gathered = join(one.messages()
                .gather(
                        "all",
                        Place.EVERYWHERE,
                        Method.GET,
                        new Question(""),
                        Reading.class,
                        NONE.deadline(Duration.ofMillis(500))));
        assertThat(gathered.replies())
                .isEqualTo(Map.of(
                        one.id(), new Reply.Ok<>(new Reading(1), one.id()),
                        two.id(), new Reply.Ok<>(new Reading(2), two.id())));
        assertThat(gathered.missing()).containsExactly(far.id());
        assertThat(join(one.messages().broadcast("all", Place.region(1), Method.UPDATE, new Question(""), NONE)))
                .isEqualTo(new Published(Set.of(one.id(), two.id()), Set.of()));
    }

    @Test
    void whatIsPublishedReachesAllSubscribersAndIsCounted() {
        Topic<Reading> topic = Topic.of("readings", Reading.class);
        Queue<Integer> shown = new ConcurrentLinkedQueue<>();
        for (TestNode node : all) {
            Consumer<Got> handler =
                    got -> shown.add(got.<Reading>notice().entity().value());
            node.host(service("listener").onPublished(topic, Got::new).build(), handler);
            node.host(service("second").onPublished(topic, Got::new).build(), handler);
        }
        awaitSubscribers(one, topic, 3);
        assertThat(join(one.messages().publish(topic, new Reading(7), NONE)))
                .isEqualTo(new Published(Set.of(one.id(), two.id(), far.id()), Set.of()));
        // What is acknowledged is that it was handed over.
        await().untilAsserted(() -> assertThat(shown).containsExactly(7, 7, 7, 7, 7, 7));
        far.node().unsubscribe("listener", topic);
        far.node().unsubscribe("second", topic);
        assertThat(join(one.messages().publish(topic, new Reading(8), NONE)).reached())
                .containsExactlyInAnyOrder(one.id(), two.id());
        awaitSubscribers(one, topic, 2);
        far.node().subscribe("listener", topic);
        awaitSubscribers(one, topic, 3);
        assertThat(join(one.messages().publish(topic, new Reading(9), NONE)).reached())
                .hasSize(3);
    }

    @Test
    void aTopicReachesAsFarAsItsPlace() {
        Topic<Reading> topic = Topic.of("weather", Reading.class).scope(Scope.REGION);
        all.forEach(node ->
                node.host(service("weather").onPublished(topic, Got::new).build(), got -> {}));
        awaitSubscribers(one, topic, 2);
        awaitSubscribers(far, topic, 1);
        assertThat(join(one.messages().publish(topic, new Reading(1), NONE)).reached())
                .containsExactlyInAnyOrder(one.id(), two.id());
        awaitSubscribers(one, topic.in(Place.region(2)), 1);
        assertThat(join(one.messages().publish(topic.in(Place.region(2)), new Reading(1), NONE))
                        .reached())
                .containsExactly(far.id());
    }

    @Test
    void whoWaitsForASubscriberHearsOfTheFirst() {
        Topic<Reading> topic = Topic.of("awaited", Reading.class);
        assertThat(join(one.messages().awaitSubscribers(topic, Duration.ofMillis(200))))
                .isFalse();
        CompletionStage<Boolean> waiting = one.messages().awaitSubscribers(topic, Duration.ofSeconds(20));
        two.host(service("awaited").onPublished(topic, Got::new).build(), got -> {});
        assertThat(join(waiting)).isTrue();
    }

    @Test
    void anOfferGoesFromOneToTheNextUntilAllIsTaken() {
        Topic<Work> topic = Topic.of("work", Work.class);
        Service<Got> service = service("worker").onOffered(topic, Got::new).build();
        one.host(service, got -> got.offer().decline("full"));
        two.host(service, got -> {
            Offer<Work> offer = got.offer();
            offer.takePart(new Work(offer.entity().units() - 3));
            offer.take();
        });
        far.host(service, got -> {
            Offer<Work> offer = got.offer();
            if (offer.entity().units() > 10) {
                throw new IllegalStateException("too much");
            }
            offer.take();
        });
        awaitSubscribers(one, topic, 3);
        AnycastOutcome<Work> outcome = join(one.messages().anycast(topic, new Work(10), AnycastOptions.nearFirst()));
        assertThat(outcome)
                .isEqualTo(new AnycastOutcome<Work>(
                        Ending.TAKEN,
                        List.of(
                                new Answer(one.id(), "worker", Verdict.DECLINED, "full"),
                                new Answer(two.id(), "worker", Verdict.PART_TAKEN, ""),
                                new Answer(far.id(), "worker", Verdict.TAKEN, "")),
                        null));
        outcome = join(one.messages().anycast(topic, new Work(20), AnycastOptions.nearFirst()));
        assertThat(outcome.ending()).isEqualTo(Ending.NOBODY);
        assertThat(outcome.rest()).isEqualTo(new Work(17));
        assertThat(outcome.asked().get(2).verdict()).isEqualTo(Verdict.FAILED);
        assertThat(join(one.messages()
                                .anycast(
                                        topic,
                                        new Work(1),
                                        AnycastOptions.nearFirst().attemptsMax(1)))
                        .ending())
                .isEqualTo(Ending.ATTEMPTS_SPENT);
    }

    @Test
    void anycastGoesOnPastASubscriberThatSaysNothing() {
        Topic<Work> topic = Topic.of("silence", Work.class);
        one.host(service("mute-1").onOffered(topic, Got::new).build(), got -> {});
        one.host(
                service("mute-2").onOffered(topic, Got::new).build(),
                got -> got.offer().take());
        awaitSubscribers(one, topic, 1);
        AnycastOutcome<Work> outcome = join(one.messages()
                .anycast(topic, new Work(1), AnycastOptions.nearFirst().message(LONG)));
        assertThat(outcome.asked())
                .extracting(Answer::service, Answer::verdict)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("mute-1", Verdict.UNANSWERED),
                        org.assertj.core.groups.Tuple.tuple("mute-2", Verdict.TAKEN));
        outcome = join(one.messages()
                .anycast(
                        topic, new Work(1), AnycastOptions.nearFirst().message(NONE.deadline(Duration.ofMillis(200)))));
        assertThat(outcome.ending()).isEqualTo(Ending.TIMED_OUT);
        assertThat(outcome.asked()).extracting(Answer::service).containsExactly("mute-1");
        assertThat(outcome.rest()).isEqualTo(new Work(1));
    }

    @Test
    void aThousandSubscribersThatDeclineEndInNobodyWithinTheDeadline() {
        Topic<Work> topic = Topic.of("crowd", Work.class);
        for (int i = 0; i < 1_000; i++) {
            far.host(
                    service("full-" + i).onOffered(topic, Got::new).build(),
                    got -> got.offer().decline("full"));
        }
        awaitSubscribers(one, topic, 1);
        AnycastOutcome<Work> outcome = join(one.messages()
                .anycast(topic, new Work(1), AnycastOptions.random().message(LONG)));
        assertThat(outcome.ending()).isEqualTo(Ending.NOBODY);
        assertThat(outcome.asked()).hasSize(1_000);
        assertThat(outcome.asked().stream().map(Answer::service).distinct()).hasSize(1_000);
    }

    @Test
    void theTransactionOfTheThreadGoesWithTheMessageAndIsInTheContextOfCallbacks() {
        Queue<TransactionId> seen = new ConcurrentLinkedQueue<>();
        // A callback that is added after the outcome runs on the thread that adds it.
        CompletableFuture<Void> added = new CompletableFuture<>();
        two.host(service("traced").build(), got -> {
            seen.add(got.request().transaction());
            var unused = added.thenRun(() -> got.request().ok());
        });
        awaitCarriers(one, "traced", 1);
        CompletableFuture<String> context = new CompletableFuture<>();
        MDC.put(TransactionId.LOG_KEY, "work-7");
        try {
            one.messages()
                    .ask(Target.of("traced", "x"), Method.GET, new Question(""), Reading.class, NONE)
                    .thenRun(() ->
                            context.complete(Thread.currentThread().getName() + " " + MDC.get(TransactionId.LOG_KEY)));
            added.complete(null);
            assertThat(join(context)).contains("callback-dispatcher").endsWith(" work-7");
        } finally {
            MDC.remove(TransactionId.LOG_KEY);
        }
        ask("traced", "x");
        assertThat(seen.poll()).isEqualTo(new TransactionId("work-7"));
        assertThat(seen.poll()).isNotNull().isNotEqualTo(new TransactionId("work-7"));
        join(one.messages()
                .ask(
                        Target.of("traced", "x"),
                        Method.GET,
                        new Question(""),
                        Reading.class,
                        NONE.transaction(new TransactionId("mine"))));
        assertThat(seen.poll()).isEqualTo(new TransactionId("mine"));
    }

    @Test
    void anEntityThatIsTooLargeIsNotSent() {
        Topic<Json> topic = Topic.of("large", Json.class);
        assertThatThrownBy(() -> join(one.messages().publish(topic, new Json('"' + "ä".repeat(65_536) + '"'), NONE)))
                .hasCauseInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("substrate.message.entity-bytes-max");
        assertThat(join(one.messages().publish(topic, new Json('"' + "ä".repeat(65_535) + '"'), NONE))
                        .reached())
                .isEmpty();
    }

    @Test
    void reachingABoundIsADefiniteOutcome() {
        TestNode small = TestNode.start(
                AnycastWalkTest.node(3, 3, 3),
                "substrate.message { calls-max = 3, anycasts-max = 1, topics-max = 1, names-followed-max = 2 }");
        try (small) {
            small.join(small);
            awaitMembers(small, 1);
            Topic<Work> topic = Topic.of("bounded", Work.class);
            small.host(service("bounded").onOffered(topic, Got::new).build(), got -> {});
            awaitSubscribers(small, topic, 1);
            assertThatThrownBy(() -> small.node().subscribe("bounded", Topic.of("another", Work.class)))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("substrate.message.topics-max");
            CompletionStage<AnycastOutcome<Work>> first =
                    small.messages().anycast(topic, new Work(1), AnycastOptions.random());
            assertThatThrownBy(() -> join(small.messages().anycast(topic, new Work(1), AnycastOptions.random())))
                    .hasCauseInstanceOf(MessageException.class)
                    .hasMessageContaining("substrate.message.anycasts-max");
            for (int i = 0; i < 20; i++) {
                Reply<Reading> nobody = join(
                        small.messages().ask(Target.of("unknown-" + i, "x"), Method.GET, null, Reading.class, NONE));
                assertThat(nobody).isInstanceOf(Reply.NobodyThere.class);
            }
            awaitCarriers(small, "bounded", 1);
            CompletionStage<Reply<Reading>> second =
                    small.messages().ask(Target.of("bounded", "x"), Method.GET, new Question(""), Reading.class, NONE);
            CompletionStage<Boolean> third =
                    small.messages().awaitSubscribers(Topic.of("nothing", Work.class), Duration.ofSeconds(2));
            assertThat(join(small.messages().ask(Target.of("bounded", "x"), Method.GET, null, Reading.class, NONE)))
                    .isInstanceOfSatisfying(
                            Reply.NobodyThere.class,
                            nobody -> assertThat(nobody.reason()).contains("substrate.message.calls-max"));
            assertThat(join(first).ending()).isEqualTo(Ending.NOBODY);
            assertThat(join(third)).isFalse();
            assertThat(join(second)).isInstanceOf(Reply.TimedOut.class);
            assertThat(join(small.messages().awaitSubscribers(topic, Duration.ofSeconds(5))))
                    .isTrue();
        }
    }

    static Service.Builder<Got> service(String name) {
        return Service.named(name, Got.class, context -> Behaviors.empty()).onRequest(Question.class, Got::new);
    }

    private static Reply<Reading> ask(String service, String id) {
        return join(one.messages().ask(Target.of(service, id), Method.GET, new Question(""), Reading.class, NONE));
    }

    static void awaitMembers(TestNode node, int count) {
        await().atMost(Duration.ofSeconds(30))
                .until(() -> dev.substrate.node.RingView.get(node.system())
                                .seen()
                                .reachable()
                                .members()
                                .size()
                        == count);
    }

    static void awaitCarriers(TestNode node, String service, int count) {
        await().atMost(Duration.ofSeconds(30)).until(() -> carriers(node, service) == count);
    }

    private static int carriers(TestNode node, String service) {
        return join(node.node().found(new Name.Carriers(service))).size();
    }

    static void awaitSubscribers(TestNode node, Topic<?> topic, int count) {
        await().atMost(Duration.ofSeconds(30))
                .until(() -> join(node.node().found(new Name.Subscribers(TopicName.of(topic, node.id()))))
                                .size()
                        == count);
    }

    static <T> T join(CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture().get(40, TimeUnit.SECONDS);
        } catch (java.util.concurrent.ExecutionException e) {
            throw new CompletionException(e.getCause());
        } catch (InterruptedException | TimeoutException e) {
            throw new IllegalStateException(e);
        }
    }
}
