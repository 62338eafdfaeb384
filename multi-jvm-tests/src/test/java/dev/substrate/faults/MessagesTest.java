package dev.substrate.faults;

import static dev.substrate.testkit.substrate.SubstrateProgram.node;
import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.Behaviors;
import dev.substrate.id.NodeId;
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
import dev.substrate.record.Json;
import dev.substrate.record.Place;
import dev.substrate.service.Notice;
import dev.substrate.service.Offer;
import dev.substrate.service.Request;
import dev.substrate.service.Service;
import dev.substrate.service.ServiceProvider;
import dev.substrate.service.Services;
import dev.substrate.testkit.ClusterTest;
import dev.substrate.testkit.NodeContext;
import dev.substrate.testkit.NodeHandle;
import dev.substrate.testkit.TestCluster;
import dev.substrate.testkit.TimeFactor;
import java.io.Serializable;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;

/** Messages, topics and anycast between six processes, one of which is killed. */
@Tag("cluster")
@ClusterTest(nodes = 6, config = """
                substrate.services.worker = "dev.substrate.faults.MessagesTest$WorkerProvider"
                # Six processes that start on two processors stand still for longer than one of three.
                akka.cluster.failure-detector.acceptable-heartbeat-pause = 4s
                """)
class MessagesTest {

    private static final int NODES = 6;
    private static final int ANYCASTS = 10_000;
    private static final int ANYCASTS_AT_ONCE = 50;
    private static final Duration KNOWN_WITHIN = Duration.ofSeconds(30);
    private static final Duration GONE_WITHIN = Duration.ofSeconds(20);
    private static final Topic<Json> NEWS = Topic.of("news", Json.class);
    private static final Topic<Work> WORK = Topic.of("work", Work.class);
    private static final MessageOptions PATIENT = MessageOptions.none().deadline(Duration.ofMinutes(2));

    /** A piece of work. */
    public record Work(int number) {}

    /** What a worker has done: the numbers of the work that it took, and what it was shown. */
    public record Done(List<Integer> taken, List<String> shown) {}

    sealed interface Message {}

    record Asked(Request<Json> request) implements Message {}

    record Shown(Notice<Json> notice) implements Message {}

    record Offered(Offer<Work> offer) implements Message {}

    /** How anycasts ended, in a form that travels. */
    record Tally(int taken, int others, int unanswered) implements Serializable {}

    /** Declares the worker, which every node carries. */
    public static final class WorkerProvider implements ServiceProvider {

        /** Made by the node. */
        public WorkerProvider() {}

        @Override
        public Service<?> service() {
            return Service.named("worker", Message.class, context -> worker())
                    .onRequest(Json.class, Asked::new)
                    .onPublished(NEWS, Shown::new)
                    .onOffered(WORK, Offered::new)
                    .build();
        }
    }

    private static Behavior<Message> worker() {
        return Behaviors.setup(context -> {
            List<Integer> taken = new ArrayList<>();
            List<String> shown = new ArrayList<>();
            return Behaviors.receive(Message.class)
                    .onMessage(Asked.class, asked -> {
                        // A request to delete is one that is never answered.
                        if (asked.request().method() != Method.DELETE) {
                            asked.request().ok(new Done(List.copyOf(taken), List.copyOf(shown)));
                        }
                        return Behaviors.same();
                    })
                    .onMessage(Shown.class, news -> {
                        shown.add(news.notice().entity().text());
                        return Behaviors.same();
                    })
                    .onMessage(Offered.class, offered -> {
                        taken.add(offered.offer().entity().number());
                        offered.offer().take();
                        return Behaviors.same();
                    })
                    .build();
        });
    }

    @Test
    void whatIsPublishedReachesAllAndEachPieceOfWorkIsTakenOnceByOneOfAll(TestCluster cluster, TestReporter reporter)
            throws Exception {
        cluster.awaitReady();
        awaitReached(cluster, cluster.nodes(), NODES, KNOWN_WITHIN);
        for (NodeHandle node : cluster.nodes()) {
            String news = "\"from " + node.number() + "\"";
            int reached = node.call(ctx -> publish(ctx, news));
            assertThat(reached).isEqualTo(NODES);
        }

        long began = System.nanoTime();
        List<CompletableFuture<Tally>> senders = cluster.nodes().stream()
                .map(node -> node.callAsync(ctx -> anycasts(ctx, ctx.number(), NODES, ANYCASTS)))
                .toList();
        int taken = 0;
        for (CompletableFuture<Tally> sender : senders) {
            Tally tally = sender.get(5, TimeUnit.MINUTES);
            assertThat(tally.others() + tally.unanswered()).isZero();
            taken += tally.taken();
        }
        assertThat(taken).isEqualTo(ANYCASTS);
        reporter.publishEntry(
                "anycasts-per-second",
                String.format(Locale.ROOT, "%.0f", ANYCASTS / ((System.nanoTime() - began) / 1e9)));

        List<List<Integer>> numbers = new ArrayList<>();
        for (NodeHandle node : cluster.nodes()) {
            List<Integer> of = node.call(ctx -> new ArrayList<>(own(ctx).taken()));
            numbers.add(of);
            List<String> shown = node.call(ctx -> new ArrayList<>(own(ctx).shown()));
            assertThat(shown)
                    .as("node %s was shown", node.number())
                    .containsAll(Stream.iterate(1, n -> n + 1)
                            .limit(NODES)
                            .map(n -> "\"from " + n + "\"")
                            .toList());
        }
        assertThat(numbers)
                .as("all nodes are used")
                .allSatisfy(some -> assertThat(some).hasSizeGreaterThan(ANYCASTS / NODES / 2));
        assertThat(numbers.stream().flatMap(List::stream).toList())
                .hasSize(ANYCASTS)
                .doesNotHaveDuplicates();
    }

    @Test
    void whatANodeThatIsKilledWasAskedEndsWithItAndItsSubscriptionsAreGone(TestCluster cluster) throws Exception {
        cluster.awaitReady();
        awaitReached(cluster, cluster.nodes(), NODES, KNOWN_WITHIN);
        NodeHandle victim = cluster.node(NODES);
        List<NodeHandle> survivors = cluster.nodesExcept(victim);
        String victimId = victim.call(ctx -> node(ctx).info().id().hex());

        CompletableFuture<Long> asked = survivors.get(0).callAsync(ctx -> {
            ctx.shared("asking", ArrayDeque<String>::new).add("now");
            long began = System.nanoTime();
            Reply<Done> reply = messages(ctx)
                    .ask(Target.of("worker", victimId), Method.DELETE, null, Done.class, PATIENT)
                    .toCompletableFuture()
                    .get(3, TimeUnit.MINUTES);
            assertThat(reply).isInstanceOf(Reply.TimedOut.class);
            return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
        });
        CompletableFuture<Tally> working = survivors.get(1).callAsync(ctx -> anycasts(ctx, 0, 1, ANYCASTS));
        cluster.await(
                "the victim takes work",
                KNOWN_WITHIN,
                () -> victim.call(ctx -> own(ctx).taken().size()) > 10);
        assertThat(asked).isNotDone();
        victim.kill();

        assertThat(asked.get(3, TimeUnit.MINUTES))
                .as(
                        "milliseconds until the outcome is known to be unknown, long before the deadline of %s",
                        PATIENT.deadline())
                .isLessThan(TimeFactor.dilate(GONE_WITHIN.plusSeconds(20)).toMillis());
        Tally tally = working.get(5, TimeUnit.MINUTES);
        assertThat(tally.taken())
                .as("every anycast found a taker, if need be another one")
                .isEqualTo(ANYCASTS);
        awaitReached(cluster, survivors, NODES - 1, GONE_WITHIN);
        for (NodeHandle survivor : survivors) {
            List<Integer> gathered = survivor.call(MessagesTest::gathered);
            assertThat(gathered)
                    .as("replies and missing nodes on %s", survivor.number())
                    .containsExactly(NODES - 1, 0);
        }

        victim.start();
        cluster.awaitReady();
        awaitReached(cluster, cluster.nodes(), NODES, KNOWN_WITHIN);
        boolean answered = survivors
                .get(0)
                .call(ctx -> messages(ctx)
                                .ask(Target.of("worker", victimId), Method.GET, null, Done.class, PATIENT)
                                .toCompletableFuture()
                                .get(3, TimeUnit.MINUTES)
                        instanceof Reply.Ok);
        assertThat(answered).as("the next life of the node answers").isTrue();
    }

    private static Messages messages(NodeContext context) {
        return Services.messages(node(context));
    }

    private static void awaitReached(TestCluster cluster, List<NodeHandle> nodes, int count, Duration atMost) {
        for (NodeHandle node : nodes) {
            cluster.await(
                    "node " + node.number() + " reaches " + count + " nodes",
                    TimeFactor.dilate(atMost),
                    () -> node.call(ctx -> publish(ctx, "0")) == count);
        }
    }

    /** Returns how many nodes it reached; negative if one did not acknowledge. */
    private static int publish(NodeContext context, String news) throws Exception {
        Published published = messages(context)
                .publish(NEWS, new Json(news), MessageOptions.none())
                .toCompletableFuture()
                .get(1, TimeUnit.MINUTES);
        return published.unanswered().isEmpty() ? published.reached().size() : -1;
    }

    private static List<Integer> gathered(NodeContext context) throws Exception {
        Gathered<Done> gathered = messages(context)
                .gather("worker", Place.EVERYWHERE, Method.GET, null, Done.class, PATIENT)
                .toCompletableFuture()
                .get(3, TimeUnit.MINUTES);
        return new ArrayList<>(
                List.of(gathered.replies().size(), gathered.missing().size()));
    }

    private static Done own(NodeContext context) throws Exception {
        NodeId self = node(context).info().id();
        return messages(context)
                .ask(Target.of("worker", self.hex()), Method.GET, null, Done.class, PATIENT)
                .toCompletableFuture()
                .get(3, TimeUnit.MINUTES)
                .orThrow();
    }

    /** Sends anycasts of the numbers below a bound that leave a remainder, some at a time. */
    private static Tally anycasts(NodeContext context, int remainder, int divisor, int below) throws Exception {
        Messages messages = messages(context);
        Deque<CompletionStage<AnycastOutcome<Work>>> underWay = new ArrayDeque<>();
        int[] counts = new int[3];
        for (int number = remainder % divisor; number < below; number += divisor) {
            if (underWay.size() >= ANYCASTS_AT_ONCE) {
                count(underWay.removeFirst(), counts);
            }
            underWay.add(messages.anycast(
                    WORK, new Work(number), AnycastOptions.random().message(PATIENT)));
        }
        while (!underWay.isEmpty()) {
            count(underWay.removeFirst(), counts);
        }
        return new Tally(counts[0], counts[1], counts[2]);
    }

    private static void count(CompletionStage<AnycastOutcome<Work>> stage, int[] counts) throws Exception {
        AnycastOutcome<Work> outcome = stage.toCompletableFuture().get(3, TimeUnit.MINUTES);
        counts[outcome.taken() ? 0 : 1]++;
        counts[2] += (int) outcome.asked().stream()
                .filter(answer -> answer.verdict() == AnycastOutcome.Verdict.UNANSWERED)
                .count();
    }
}
