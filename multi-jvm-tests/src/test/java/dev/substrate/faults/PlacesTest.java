package dev.substrate.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.substrate.faults.Tenures.Step;
import dev.substrate.id.NodeId;
import dev.substrate.message.MessageOptions;
import dev.substrate.message.Messages;
import dev.substrate.message.Messages.Target;
import dev.substrate.message.Method;
import dev.substrate.message.Published;
import dev.substrate.message.Reply;
import dev.substrate.message.Topic;
import dev.substrate.node.RingView;
import dev.substrate.record.Json;
import dev.substrate.record.Place;
import dev.substrate.record.Scope;
import dev.substrate.ring.Ring;
import dev.substrate.ring.RingPosition;
import dev.substrate.service.Activation;
import dev.substrate.service.Service;
import dev.substrate.service.Services;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Services that are active near a point, in each zone, or apart from another, on up to four nodes in one process. */
@Tag("cluster")
class PlacesTest {

    private static final Duration THERE_WITHIN = Duration.ofSeconds(30);
    private static final Topic<Json> NEWS = Topic.of("news", Json.class).scope(Scope.ZONE);

    @TempDir
    private Path folder;

    private final Map<Integer, InProcessNode> nodes = new TreeMap<>();
    private final Tenures tenures = new Tenures();

    @AfterEach
    void stop() throws InterruptedException {
        List<Thread> closing =
                nodes.values().stream().map(node -> new Thread(node::close)).toList();
        closing.forEach(Thread::start);
        for (Thread thread : closing) {
            thread.join();
        }
    }

    @Test
    void aSupernodeIsTheNearestToItsPointAndTakesOverWhenTheOtherIsPassive() {
        start(new int[] {0, 0, 0}, number -> List.of(near(number)));
        Ring ring = ring();
        int first = nearest(ring);
        int second = nearest(ring.where(member -> member.number() != first));
        await("the nearest is active").atMost(THERE_WITHIN).until(() -> tenures.isActiveOnly("near", first));

        int before = tenures.count();
        leave(first);
        await("the next is active").atMost(THERE_WITHIN).until(() -> tenures.isActiveOnly("near", second));
        assertThat(tenures.since(before))
                .containsExactly(
                        new Step(first, "near", Step.Kind.STOPPING),
                        new Step(first, "near", Step.Kind.PASSIVE),
                        new Step(second, "near", Step.Kind.ACTIVE));

        before = tenures.count();
        comeBack(first);
        // Nobody else knows yet that it carries the service, so it has to ask for it.
        Services.register(nodes.get(first).node(), near(first));
        await("the nearest is active again").atMost(THERE_WITHIN).until(() -> tenures.isActiveOnly("near", first));
        assertThat(tenures.since(before))
                .containsExactly(
                        new Step(second, "near", Step.Kind.STOPPING),
                        new Step(second, "near", Step.Kind.PASSIVE),
                        new Step(first, "near", Step.Kind.ACTIVE));
    }

    @Test
    void eachZoneHasItsOwnSlots() throws Exception {
        start(
                new int[] {0, 0, 1, 1},
                number -> List.of(tenures.service(number, "local")
                        .activation(Activation.slots(1).in(Scope.ZONE))
                        .build()));
        await("one is active in each zone")
                .atMost(THERE_WITHIN)
                .until(() -> zonesOf("local").equals(List.of(0, 1)));
        Set<Integer> active = tenures.active("local");
        int inZone1 =
                active.stream().filter(number -> zone(number) == 1).findAny().orElseThrow();
        for (String id : List.of("anna", "bert", "cleo", "dora", "emil", "fips", "gina", "hugo")) {
            // A node where it is passive may have to read first where it is active.
            await("the way there is known")
                    .atMost(THERE_WITHIN)
                    .until(() -> !(ask(1, Place.zone(0, 1), id) instanceof Reply.NobodyThere));
            assertThat(ask(1, Place.zone(0, 1), id)).isEqualTo(new Reply.Ok<Json>(null, id(inZone1)));
        }

        int before = tenures.count();
        assertThat(resize("local", "", 2).statusCode()).isEqualTo(400);
        assertThat(resize("local", "?place=zone-0.1", 2).statusCode()).isEqualTo(200);
        await("both are active in zone 1")
                .atMost(THERE_WITHIN)
                .until(() -> zonesOf("local").equals(List.of(0, 1, 1)));
        assertThat(resize("local", "?place=zone-0.1", 0).statusCode()).isEqualTo(200);
        await("none is active in zone 1")
                .atMost(THERE_WITHIN)
                .until(() -> zonesOf("local").equals(List.of(0)));

        assertThat(tenures.since(before)).noneMatch(step -> zone(step.number()) == 0);
        assertThat(tenures.active("local")).isSubsetOf(active);
        assertThat(ask(1, Place.zone(0, 1), "any")).isInstanceOf(Reply.NobodyThere.class);
    }

    @Test
    void whatIsPublishedInAZoneStaysThere() throws Exception {
        start(
                new int[] {0, 0, 1, 1},
                number -> List.of(tenures.service(number, "reader")
                        .onPublished(NEWS, Tenures.Heard::new)
                        .build()));
        await("subscriptions are known").atMost(THERE_WITHIN).untilAsserted(() -> {
            for (int number : nodes.keySet()) {
                assertThat(published(number, NEWS, 0)).isEqualTo(zone(number) == 0 ? ids(1, 2) : ids(3, 4));
            }
            assertThat(published(2, NEWS.in(Place.zone(0, 1)), 0)).isEqualTo(ids(3, 4));
        });

        assertThat(published(1, NEWS, 1)).isEqualTo(ids(1, 2));
        assertThat(published(4, NEWS, 2)).isEqualTo(ids(3, 4));
        assertThat(published(2, NEWS.in(Place.zone(0, 1)), 3)).isEqualTo(ids(3, 4));
        assertThat(published(3, NEWS.scope(Scope.GLOBAL), 4)).isEmpty();

        for (int number : nodes.keySet()) {
            await("all is handled")
                    .atMost(THERE_WITHIN)
                    .untilAsserted(() -> assertThat(tenures.heardOn(number))
                            .filteredOn(text -> !text.equals("0"))
                            .isEqualTo(zone(number) == 0 ? List.of("1") : List.of("2", "3")));
        }
    }

    @Test
    void servicesThatExcludeEachOtherShareANodeOnlyWhileThereIsNoOther() {
        // What weighs on node 1 would have both of them on node 2, were they only to be spread evenly.
        start(
                new int[] {0, 0},
                number -> number == 1 ? List.of(left(1), right(1), weight(1), weight(2)) : List.of(left(2), right(2)));
        await("they are apart").atMost(THERE_WITHIN).until(() -> areApart() && areWeightsOn1());

        leave(2);
        await("they share node 1")
                .atMost(THERE_WITHIN)
                .until(() -> tenures.isActiveOnly("left", 1) && tenures.isActiveOnly("right", 1));

        comeBack(2);
        Services.register(nodes.get(2).node(), left(2), right(2));
        await("they are apart again").atMost(THERE_WITHIN).until(this::areApart);
        assertThat(areWeightsOn1()).isTrue();
    }

    private Service<?> near(int number) {
        return tenures.service(number, "near")
                .activation(Activation.supernode(1))
                .build();
    }

    private Service<?> left(int number) {
        return tenures.service(number, "left")
                .activation(Activation.slots(1).excluding("right"))
                .build();
    }

    private Service<?> right(int number) {
        return tenures.service(number, "right")
                .activation(Activation.slots(1).excluding("left"))
                .build();
    }

    private Service<?> weight(int which) {
        return tenures.service(1, "weight-" + which)
                .activation(Activation.slots(1))
                .build();
    }

    private boolean areApart() {
        return tenures.active("left").size() == 1
                && tenures.active("right").size() == 1
                && !tenures.active("left").equals(tenures.active("right"));
    }

    private boolean areWeightsOn1() {
        return tenures.isActiveOnly("weight-1", 1) && tenures.isActiveOnly("weight-2", 1);
    }

    /** The one point of a service is at the hash of its name. */
    private static int nearest(Ring ring) {
        return ring.nearest(RingPosition.of("service-points:near"))
                .orElseThrow()
                .number();
    }

    private Ring ring() {
        return RingView.get(anyNode().node().system()).ring();
    }

    private List<Integer> zonesOf(String service) {
        return tenures.active(service).stream().map(this::zone).sorted().toList();
    }

    private Reply<Json> ask(int from, Place place, String id) throws Exception {
        return get(messages(from)
                .ask(Target.of("local", id).in(place), Method.GET, null, Json.class, MessageOptions.none()));
    }

    private Set<NodeId> published(int from, Topic<Json> topic, int item) throws Exception {
        Published published =
                get(messages(from).publish(topic, new Json(Integer.toString(item)), MessageOptions.none()));
        assertThat(published.unanswered()).isEmpty();
        return published.reached();
    }

    private HttpResponse<String> resize(String service, String query, int count) throws Exception {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(
                                        URI.create(anyNode().url() + "/api/v1/services/" + service + "/slots" + query))
                                .PUT(BodyPublishers.ofString("{\"count\":%d}".formatted(count)))
                                .build(),
                        BodyHandlers.ofString());
    }

    private void start(int[] zones, IntFunction<List<Service<?>>> services) {
        for (int number = 1; number <= zones.length; number++) {
            start(number, zones[number - 1]);
            Services.register(nodes.get(number).node(), services.apply(number).toArray(Service[]::new));
            if (number == 1) {
                anyNode().node().awaitReady(THERE_WITHIN);
            }
        }
        nodes.values().forEach(node -> node.node().awaitReady(THERE_WITHIN));
    }

    private void start(int number, int zone) {
        String join = nodes.isEmpty() ? "" : """
                substrate.node { can-start-new-cluster = off, contact-points = ["%s"] }
                """.formatted(anyNode().node().httpAddress());
        nodes.put(
                number,
                InProcessNode.start(
                        number, folder, folder.resolve("store.db"), join + "substrate.node.zone = " + zone));
    }

    private void leave(int number) {
        nodes.remove(number).close();
    }

    private void comeBack(int number) {
        start(number, 0);
        nodes.get(number).node().awaitReady(THERE_WITHIN);
    }

    private NodeId id(int number) {
        return RingView.get(nodes.get(number).node().system()).self().node();
    }

    private Set<NodeId> ids(int... numbers) {
        return Arrays.stream(numbers).mapToObj(this::id).collect(Collectors.toSet());
    }

    private int zone(int number) {
        return id(number).zone();
    }

    private Messages messages(int number) {
        return Services.messages(nodes.get(number).node());
    }

    private static <T> T get(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(THERE_WITHIN.toSeconds(), TimeUnit.SECONDS);
    }

    private InProcessNode anyNode() {
        return nodes.values().iterator().next();
    }
}
