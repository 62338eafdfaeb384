package dev.substrate.client;

import static dev.substrate.client.ScriptedNode.answer;
import static dev.substrate.client.ScriptedNode.headers;
import static dev.substrate.client.ScriptedNode.lost;
import static dev.substrate.client.ScriptedNode.notReady;
import static dev.substrate.client.ScriptedNode.problem;
import static dev.substrate.client.ScriptedNode.record;
import static dev.substrate.client.ScriptedNode.silence;
import static dev.substrate.client.ScriptedNode.torn;
import static dev.substrate.client.ScriptedNode.written;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

import dev.substrate.record.BlockingDht;
import dev.substrate.record.Dht;
import dev.substrate.record.FieldCondition;
import dev.substrate.record.Json;
import dev.substrate.record.Place;
import dev.substrate.record.Query;
import dev.substrate.record.QueryPage;
import dev.substrate.record.QueryRefusedException;
import dev.substrate.record.ReadOutcome;
import dev.substrate.record.RecordDamagedException;
import dev.substrate.record.RecordHeaders;
import dev.substrate.record.RecordKey;
import dev.substrate.record.RecordType;
import dev.substrate.record.RecordUnavailableException;
import dev.substrate.record.RequestId;
import dev.substrate.record.Scope;
import dev.substrate.record.WriteOptions;
import dev.substrate.record.WriteOptions.Condition;
import dev.substrate.record.WriteOutcome;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SubstrateClientTest {

    record Counter(int count) {}

    private static final RecordType<Counter> COUNTERS = RecordType.of("counter", Counter.class);
    private static final RecordKey<Counter> KEY = COUNTERS.key("a b/ü");
    private static final Duration DEADLINE = Duration.ofSeconds(2);
    private static final WriteOptions NONE = WriteOptions.none();
    private static final WriteOptions SOON = NONE.deadline(DEADLINE);

    private ScriptedNode one;
    private ScriptedNode two;
    private SubstrateClient client;
    private BlockingDht dht;

    @BeforeEach
    void connect() throws IOException {
        one = new ScriptedNode();
        two = new ScriptedNode();
        use(SubstrateClient.builder(one.uri()));
    }

    @AfterEach
    void close() throws IOException {
        client.close();
        one.close();
        two.close();
    }

    private void use(SubstrateClient.Builder builder) {
        if (client != null) {
            client.close();
        }
        client = builder.deadline(DEADLINE)
                .attemptTimeout(Duration.ofMillis(300))
                .refreshInterval(Duration.ofMillis(200))
                .connect();
        dht = BlockingDht.of(client.dht(), Duration.ofSeconds(10));
    }

    @Test
    void aRecordIsReadWithAllThatIsKnownOfIt() {
        one.next(request -> record(200, 7, "{\"count\": 3, \"unknown\": 1.50}"));

        assertThat(dht.get(KEY)).hasValueSatisfying(found -> {
            assertThat(found.value()).isEqualTo(new Counter(3));
            assertThat(found.headers())
                    .isEqualTo(new RecordHeaders(
                            new dev.substrate.record.RecordId(Place.EVERYWHERE, KEY.uri()),
                            7,
                            Instant.parse(ScriptedNode.MODIFIED),
                            Instant.parse(ScriptedNode.MODIFIED),
                            null,
                            false,
                            1,
                            "w",
                            "r"));
        });
        assertThat(one.received().get(0).target()).isEqualTo("/api/v1/records/counter/a%20b%2F%C3%BC?scope=global");
    }

    @Test
    void whatIsNotThereIsEmptyAndATombstoneHasHeaders() {
        one.next(
                request -> problem(404, "not-found"),
                request -> answer(404, headers(9, true), ""),
                request -> answer(404, Map.of(), ""));

        assertThat(dht.get(KEY)).isEmpty();
        assertThat(dht.head(KEY)).hasValueSatisfying(headers -> {
            assertThat(headers.tombstone()).isTrue();
            assertThat(headers.version()).isEqualTo(9);
        });
        assertThat(dht.head(KEY)).isEmpty();
        assertThat(one.received()).extracting(ScriptedNode.Received::method).containsExactly("GET", "HEAD", "HEAD");
    }

    @Test
    void aReadOfWhatTheOwnerHasInMemorySaysSo() {
        one.next(request -> record(200, 7, "{\"count\":3}"));

        assertThat(dht.getAny(KEY)).isPresent();
        assertThat(one.received().get(0).target()).endsWith("&consistency=any");
    }

    @Test
    void aReadOfAnyCopyDoesNotShowLessThanWhatWasAcknowledgedToThisClient() {
        one.next(
                request -> written(5),
                request -> record(200, 4, "{\"count\":1}"),
                request -> record(200, 5, "{\"count\":2}"),
                request -> record(200, 5, "{\"count\":2}"));
        dht.put(KEY, new Counter(2)).orThrow();

        assertThat(dht.getAny(KEY).orElseThrow().value()).isEqualTo(new Counter(2));
        assertThat(dht.getAny(KEY).orElseThrow().value()).isEqualTo(new Counter(2));
        assertThat(one.received()).hasSize(4);
    }

    @Test
    void aLostAnswerIsAskedForAgain() {
        one.next(
                request -> lost(),
                request -> torn(),
                request -> notReady(),
                request -> record(200, 7, "{\"count\":3}"));

        assertThat(dht.get(KEY)).isPresent();
        assertThat(one.received()).hasSize(4);
    }

    @Test
    void aReadThatNobodyAnswersInTimeIsUnavailable() {
        one.always(request -> problem(503, "unavailable"));

        assertThatExceptionOfType(RecordUnavailableException.class)
                .isThrownBy(() -> dht.get(KEY))
                .withMessageContaining("could not be read within 2000 ms: a node said: said");
    }

    @Test
    void aDamagedRecordFailsAtOnceWithItsReason() {
        one.always(request -> problem(500, "record-damaged", "reason", "no JSON"));

        assertThatExceptionOfType(RecordDamagedException.class)
                .isThrownBy(() -> dht.get(KEY))
                .satisfies(damage -> assertThat(damage.reason()).isEqualTo("no JSON"));
        assertThat(dht.put(KEY, new Counter(1))).isEqualTo(new WriteOutcome.Damaged<>(KEY.uri(), "no JSON"));
        assertThat(dht.update(KEY, current -> new Counter(1)))
                .isEqualTo(new WriteOutcome.Damaged<>(KEY.uri(), "no JSON"));
    }

    @Test
    void aWriteSaysWhatItExpects() {
        one.always(request -> written(5));

        dht.put(KEY, new Counter(1));
        dht.put(KEY, new Counter(1), NONE.ifVersion(4).timeToLive(Duration.ofMinutes(30)));
        dht.put(KEY, new Counter(1), NONE.onlyIf(Condition.Present.PRESENT).requestId(new RequestId("mine")));
        dht.putIfAbsent(KEY, new Counter(1));
        dht.delete(KEY, NONE.ifVersion(4));

        List<ScriptedNode.Received> got = one.received();
        assertThat(got).extracting(ScriptedNode.Received::method).containsExactly("PUT", "PUT", "PUT", "PUT", "DELETE");
        assertThat(got).extracting(r -> r.header("If-Match")).containsExactly("", "\"4\"", "*", "", "\"4\"");
        assertThat(got).extracting(r -> r.header("If-None-Match")).containsExactly("", "", "", "*", "");
        assertThat(got).extracting(r -> r.header("Substrate-Type-Version")).containsExactly("1", "1", "1", "1", "");
        assertThat(got).extracting(r -> r.header("Substrate-Floor")).containsExactly("0", "5", "5", "5", "5");
        assertThat(got.get(1).header("Substrate-Time-To-Live")).isEqualTo("PT30M");
        assertThat(got.get(2).header("Substrate-Request-Id")).isEqualTo("mine");
        assertThat(got).extracting(r -> r.header("Expect")).containsOnly("");
        assertThat(got.stream().map(r -> r.header("Substrate-Request-Id")).distinct())
                .hasSize(5);
        assertThat(got.get(0).body()).isEqualTo("{\"count\":1}");
    }

    @Test
    void everyProblemIsTheOutcomeThatANodeHasForIt() {
        one.next(
                request -> record(412, 8, "{\"count\":3}"),
                request -> problem(412, "version-conflict", "currentVersion", "8"),
                request -> problem(409, "request-too-old", "forgottenUntil", ScriptedNode.MODIFIED),
                request -> problem(422, "request-id-reused"),
                request -> problem(413, "too-large", "bound", "b", "reason", "large."),
                request -> problem(400, "not-an-entity", "reason", "no JSON."));
        RequestId id = new RequestId("mine");

        assertThat(dht.put(KEY, new Counter(1), NONE.ifVersion(4)))
                .isInstanceOfSatisfying(WriteOutcome.Conflict.class, conflict -> {
                    assertThat(conflict.currentVersion()).isEqualTo(8);
                    assertThat(conflict.current().value()).isEqualTo(new Counter(3));
                });
        assertThat(dht.put(KEY, new Counter(1), NONE.ifVersion(4)))
                .isEqualTo(new WriteOutcome.Conflict<Counter>(KEY.uri(), 8, null));
        assertThat(dht.put(KEY, new Counter(1), NONE.requestId(id)))
                .isEqualTo(new WriteOutcome.RequestTooOld<>(KEY.uri(), id, Instant.parse(ScriptedNode.MODIFIED)));
        assertThat(dht.put(KEY, new Counter(1), NONE.requestId(id)))
                .isEqualTo(new WriteOutcome.RequestIdReused<>(KEY.uri(), id));
        assertThat(dht.put(KEY, new Counter(1))).isEqualTo(new WriteOutcome.Unacceptable<>(KEY.uri(), "b", "large."));
        assertThat(dht.put(KEY, new Counter(1)))
                .isEqualTo(new WriteOutcome.Unacceptable<>(KEY.uri(), null, "no JSON."));
        one.next(request -> problem(404, "not-found"));
        assertThat(dht.delete(KEY)).isEqualTo(new WriteOutcome.NotFound<>(KEY.uri()));
    }

    @Test
    void whatIsNoAnswerOfANodeIsNoOutcome() {
        one.always(request -> answer(404, Map.of("Content-Type", "text/html"), "<html>"));

        assertThatIllegalStateException().isThrownBy(() -> dht.get(KEY)).withMessageContaining("HTTP status 404");
        assertThatIllegalStateException()
                .isThrownBy(() -> dht.put(KEY, new Counter(1)))
                .withMessageContaining("HTTP status 404");
        one.always(request -> answer(200, Map.of("Content-Type", "text/html"), "<html>"));
        assertThatIllegalStateException().isThrownBy(() -> dht.get(KEY)).withMessageContaining("is not understood");
        assertThatIllegalStateException()
                .isThrownBy(() -> dht.put(KEY, new Counter(1)))
                .withMessageContaining("is not understood");
    }

    @Test
    void aQueryIsSentWithAllThatItSaysAndItsPageIsRead() {
        one.next(request -> answer(
                200,
                Map.of("Content-Type", "application/json"),
                "{\"records\":[" + found("x", "{\"count\": 1.50, \"s\":\"}]\"}") + "," + found("y", "{\"count\":2}")
                        + "],\"cursor\":\"abc\"}\n"));
        RecordType<Json> type = RecordType.json("counter");

        QueryPage<Json> page = dht.query(Query.of(type, FieldCondition.parse("/count >= 1"))
                .idPrefix("x/")
                .limit(7)
                .cursor("c=")
                .maxStaleness(Duration.ofSeconds(2)));

        assertThat(page.cursor()).isEqualTo("abc");
        assertThat(page.records())
                .extracting(record -> record.value().text())
                .containsExactly("{\"count\": 1.50, \"s\":\"}]\"}", "{\"count\":2}");
        assertThat(page.records().get(0).headers().writer()).isEqualTo("w");
        assertThat(page.records().get(0).uri().toString()).isEqualTo("counter:x");
        assertThat(one.received().get(0).target())
                .isEqualTo("/api/v1/records?type=counter&scope=global&limit=7&where=%2Fcount%20%3E%3D%201&prefix=x%2F"
                        + "&cursor=c%3D&max-staleness=PT2S");
    }

    private static String found(String id, String entity) {
        return "{\"uri\":\"counter:" + id + "\",\"version\":3,\"created\":\"" + ScriptedNode.MODIFIED
                + "\",\"modified\":\""
                + ScriptedNode.MODIFIED + "\",\"typeVersion\":1,\"writer\":\"w\",\"requestId\":\"r\",\"entity\":"
                + entity
                + "}";
    }

    @ParameterizedTest
    @CsvSource({"400,not-indexed,NOT_INDEXED", "429,index-too-large,BOUND_REACHED", "503,index-being-built,BEING_BUILT"
    })
    void aQueryThatIsRefusedSaysWhy(int status, String problem, QueryRefusedException.Reason reason) {
        one.next(request -> problem(status, problem));

        assertThatExceptionOfType(QueryRefusedException.class)
                .isThrownBy(() -> dht.query(Query.of(RecordType.json("counter"), FieldCondition.parse("/count = 1"))))
                .satisfies(refused -> assertThat(refused.reason()).isEqualTo(reason));
    }

    @Test
    void aQueryWhoseNodeIsNotReadyIsAskedOfAnother() {
        use(SubstrateClient.builder(one.uri(), two.uri()));
        one.next(request -> problem(503, "not-ready"));
        two.next(request -> problem(503, "unavailable"));
        one.next(request -> answer(200, Map.of("Content-Type", "application/json"), "{\"records\":[]}"));
        two.next(request -> answer(200, Map.of("Content-Type", "application/json"), "{\"records\":[]}"));

        QueryPage<Json> page = dht.query(Query.of(RecordType.json("counter"), FieldCondition.parse("/count = 1")));

        assertThat(page.records()).isEmpty();
        assertThat(page.cursor()).isNull();
    }

    @Test
    void aWriteWhoseAnswerWasLostIsRepeatedWithItsIdAndItsFloor() {
        one.next(
                request -> lost(),
                request -> problem(504, "outcome-unknown", "reason", "who knows"),
                request -> written(5));

        assertThat(dht.put(KEY, new Counter(1))).isInstanceOf(WriteOutcome.Written.class);
        assertThat(one.received().stream().map(r -> r.header("Substrate-Request-Id") + r.header("Substrate-Floor")))
                .hasSize(3)
                .containsOnly(one.received().get(0).header("Substrate-Request-Id") + "0");
    }

    @Test
    void aRefusalAfterALostAnswerIsNotDefinite() {
        one.next(request -> lost(), request -> record(412, 8, "{\"count\":3}"));

        assertThat(dht.putIfAbsent(KEY, new Counter(1)))
                .isInstanceOfSatisfying(
                        WriteOutcome.Unknown.class,
                        unknown -> assertThat(unknown.reason()).startsWith("an earlier attempt went unanswered"));
    }

    @Test
    void aVersionThatHasPassedRefusesAllAttemptsAlsoTheLostOne() {
        one.next(request -> lost(), request -> record(412, 8, "{\"count\":3}"));

        assertThat(dht.put(KEY, new Counter(1), NONE.ifVersion(4))).isInstanceOf(WriteOutcome.Conflict.class);
    }

    @Test
    void aFloorThatIsTooLowIsRaisedIfNoAttemptIsOnItsWay() {
        one.next(request -> problem(409, "floor-too-low", "floor", "40"), request -> written(41));

        assertThat(dht.put(KEY, new Counter(1)).orThrow().version()).isEqualTo(41);
        assertThat(one.received()).extracting(r -> r.header("Substrate-Floor")).containsExactly("0", "40");
    }

    @Test
    void aFloorThatIsTooLowAfterALostAnswerMeansThatTheRecordMayHaveForgotten() {
        one.next(request -> lost(), request -> problem(409, "floor-too-low", "floor", "40"));

        assertThat(dht.put(KEY, new Counter(1))).isInstanceOf(WriteOutcome.Unknown.class);
        assertThat(one.received()).hasSize(2);
    }

    @Test
    void aWriteThatIsTurnedAwayUntilItsDeadlineIsBusy() {
        one.always(request -> problem(429, "busy", "bound", "substrate.record.waiting-max"));

        assertThat(dht.put(KEY, new Counter(1), SOON))
                .isEqualTo(new WriteOutcome.Busy<>(KEY.uri(), "substrate.record.waiting-max"));
        assertThat(one.received().size()).isBetween(3, 12);
    }

    @Test
    void aWriteThatNobodyAnswersIsUnknownUnderItsId() {
        one.always(request -> silence());
        RequestId id = new RequestId("mine");

        assertThat(dht.put(KEY, new Counter(1), SOON.requestId(id)))
                .isInstanceOfSatisfying(
                        WriteOutcome.Unknown.class,
                        unknown -> assertThat(unknown.requestId()).isEqualTo(id));
    }

    @Test
    void anAnswerThatComesLateStillCounts() throws Exception {
        CompletableFuture<Void> asked = new CompletableFuture<>();
        one.next(request -> {
            asked.join();
            return written(5);
        });
        one.always(request -> {
            asked.complete(null);
            return silence();
        });

        assertThat(dht.put(KEY, new Counter(1)).orThrow().version()).isEqualTo(5);
    }

    @Test
    void anUpdateGoesOnWithTheRecordThatARefusalBrought() {
        one.next(
                request -> record(200, 4, "{\"count\":3,\"theirs\":\"x\"}"),
                request -> record(412, 6, "{\"count\":10,\"theirs\":\"y\"}"),
                request -> written(7));

        WriteOutcome<Counter> outcome =
                dht.update(KEY, current -> new Counter(current.value().count() + 1));

        assertThat(outcome.orThrow().value()).isEqualTo(new Counter(11));
        List<ScriptedNode.Received> got = one.received();
        assertThat(got).extracting(ScriptedNode.Received::method).containsExactly("GET", "PUT", "PUT");
        assertThat(got).extracting(r -> r.header("If-Match")).containsExactly("", "\"4\"", "\"6\"");
        assertThat(got.get(1).header("Substrate-Update"))
                .hasSize(16)
                .isEqualTo(got.get(2).header("Substrate-Update"));
        assertThat(got.get(2).body()).isEqualTo("{\"count\":11,\"theirs\":\"y\"}");
        assertThat(got.get(1).header("Substrate-Request-Id"))
                .isNotEqualTo(got.get(2).header("Substrate-Request-Id"));
    }

    @Test
    void anUpdateOfADeletedRecordExpectsItsTombstone() {
        one.next(request -> answer(404, headers(9, true), "{\"type\":\"x/not-found\"}"), request -> written(10));

        dht.update(KEY, current -> new Counter(current == null ? 0 : -1)).orThrow();

        assertThat(one.received().get(1).header("If-Match")).isEqualTo("\"9\"");
        assertThat(one.received().get(1).body()).isEqualTo("{\"count\":0}");
    }

    @Test
    void anUpdateWithAnIdAsksFirstWhetherItWasWritten() {
        one.next(request -> written(5));
        WriteOptions mine = NONE.requestId(new RequestId("mine"));

        dht.update(KEY, current -> new Counter(1), mine).orThrow();

        assertThat(one.received()).hasSize(1);
        assertThat(one.received().get(0).header("If-Match")).isEqualTo("\"" + Long.MAX_VALUE + "\"");

        one.next(request -> record(412, 6, "{\"count\":10}"), request -> written(7));
        assertThat(dht.update(KEY, current -> new Counter(current.value().count() + 1), mine)
                        .orThrow()
                        .value())
                .isEqualTo(new Counter(11));
        assertThat(one.received().get(2).header("Substrate-Request-Id")).isEqualTo("mine");
    }

    @Test
    void eachOperationGoesStraightToItsOwnersNode() {
        one.always(request -> problem(404, "not-found"));
        two.always(request -> problem(404, "not-found"));
        one.tellOwners(one, two);
        two.tellOwners(one, two);
        awaitRouting();
        List<RecordKey<Counter>> keys =
                IntStream.range(0, 100).mapToObj(i -> COUNTERS.key("k" + i)).toList();

        Map<RecordKey<Counter>, ReadOutcome<Counter>> found = dht.getAll(keys);

        assertThat(found.keySet()).containsExactlyElementsOf(keys);
        assertThat(found.values()).allMatch(outcome -> outcome instanceof ReadOutcome.Absent);
        assertThat(idsAt(one)).isNotEmpty().allMatch(id -> Math.abs(id.hashCode() % 4) % 2 == 0);
        assertThat(idsAt(two)).isNotEmpty().allMatch(id -> Math.abs(id.hashCode() % 4) % 2 == 1);
    }

    @Test
    void aNodeThatIsNotTheOwnersSaysWhoseItIs() {
        one.tellOwners(two, one);
        two.tellOwners(two, one);
        Map<String, String> misled =
                Map.of("Content-Type", "application/problem+json", "Substrate-Owner", one.address());
        one.always(request -> problem(404, "not-found"));
        two.always(request -> answer(404, misled, "{\"type\":\"x/not-found\"}"));
        client.close();
        client = SubstrateClient.builder(one.uri())
                .refreshInterval(Duration.ofHours(1))
                .connect();
        dht = BlockingDht.of(client.dht());
        RecordKey<Counter> even = COUNTERS.key(IntStream.iterate(0, i -> i + 1)
                .mapToObj(i -> "k" + i)
                .filter(id -> Math.abs(("counter:" + id).hashCode() % 4) == 0)
                .findFirst()
                .orElseThrow());
        await().until(() -> {
            dht.get(even);
            return !two.received().isEmpty();
        });
        int before = two.received().size();

        dht.get(even);
        dht.get(even);

        assertThat(two.received()).hasSize(before);
    }

    @Test
    void whenAnOwnersNodeIsDeadTheOthersAreAskedAndItIsLeftAlone() throws IOException {
        one.tellOwners(two, two);
        two.tellOwners(two, two);
        one.always(SubstrateClientTest::absentOrWritten);
        two.always(SubstrateClientTest::absentOrWritten);
        awaitRouting();
        two.close();

        for (int i = 0; i < 20; i++) {
            assertThat(dht.put(COUNTERS.key("k" + i), new Counter(i))).isInstanceOf(WriteOutcome.Written.class);
        }
        assertThat(idsAt(one)).hasSizeGreaterThanOrEqualTo(20);
    }

    @Test
    void whenANodeIsSilentAnotherOneIsAskedAsWell() {
        one.tellOwners(two, two);
        two.tellOwners(two, two);
        one.always(SubstrateClientTest::absentOrWritten);
        two.always(request -> problem(404, "not-found"));
        awaitRouting();
        two.always(request -> silence());

        assertThat(dht.put(KEY, new Counter(1))).isInstanceOf(WriteOutcome.Written.class);
        assertThat(two.received().get(two.received().size() - 1).header("Substrate-Request-Id"))
                .isEqualTo(one.received().get(one.received().size() - 1).header("Substrate-Request-Id"));
    }

    @Test
    void whenAllNodesAreDeadAWriteIsUnknownAndAReadUnavailable() throws IOException {
        use(SubstrateClient.builder(one.uri(), two.uri()));
        one.close();
        two.close();

        assertThat(dht.put(KEY, new Counter(1), SOON)).isInstanceOf(WriteOutcome.Unknown.class);
        assertThatExceptionOfType(RecordUnavailableException.class)
                .isThrownBy(() -> dht.get(KEY))
                .withMessageContaining("no connection to");
    }

    @Test
    void aClientThatIsToldSoUsesTheGivenNodesAlone() {
        one.tellOwners(two, two);
        use(SubstrateClient.builder(one.uri()).throughGivenNodes());
        one.always(request -> problem(404, "not-found"));

        for (int i = 0; i < 20; i++) {
            dht.get(COUNTERS.key("k" + i));
        }
        assertThat(two.received()).isEmpty();
    }

    @Test
    void severalAreWrittenEachForItself() {
        one.always(request -> request.body().contains("2") ? problem(422, "request-id-reused") : written(1));
        RecordKey<Counter> a = COUNTERS.key("a");
        RecordKey<Counter> b = COUNTERS.key("b");

        Map<RecordKey<Counter>, WriteOutcome<Counter>> outcomes =
                dht.putAll(Map.of(a, new Counter(1), b, new Counter(2)));

        assertThat(outcomes.get(a)).isInstanceOf(WriteOutcome.Written.class);
        assertThat(outcomes.get(b)).isInstanceOf(WriteOutcome.RequestIdReused.class);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> dht.getAll(IntStream.rangeClosed(0, ClientSettings.BATCH_KEYS_MAX)
                        .mapToObj(i -> COUNTERS.key("k" + i))
                        .toList()));
    }

    @Test
    void moreThanMayBeUnderWayIsTurnedAway() {
        use(SubstrateClient.builder(one.uri()).operationsMax(2));
        one.always(request -> silence());
        Dht store = client.dht();
        var first = store.put(KEY, new Counter(1));
        var second = store.get(KEY);

        assertThat(dht.put(KEY, new Counter(2)))
                .isEqualTo(new WriteOutcome.Busy<>(KEY.uri(), "SubstrateClient.operationsMax"));
        assertThatExceptionOfType(RecordUnavailableException.class)
                .isThrownBy(() -> dht.get(KEY))
                .withMessageContaining("SubstrateClient.operationsMax");
        assertThat(Stream.of(first, second)
                        .map(stage -> stage.toCompletableFuture().isDone()))
                .containsOnly(false);
        one.always(request -> written(1));
        await().until(() -> first.toCompletableFuture().isDone()
                && second.toCompletableFuture().isDone());
        assertThat(dht.put(KEY, new Counter(2))).isInstanceOf(WriteOutcome.Written.class);
    }

    @Test
    void anAnswerThatIsTooLargeIsNotReadToItsEnd() {
        use(SubstrateClient.builder(one.uri()).answerBytesMax(1000));
        one.always(request -> record(200, 1, "\"" + "x".repeat(2000) + "\""));

        assertThatExceptionOfType(RecordUnavailableException.class)
                .isThrownBy(() -> dht.get(KEY))
                .withMessageContaining("larger than answerBytesMax allows (1000)");
    }

    @Test
    void anEntityThatNoNodeWouldReadIsNotSent() {
        RecordType<dev.substrate.record.Json> texts = RecordType.json("text");

        assertThat(dht.put(texts.key("a"), new dev.substrate.record.Json("\"" + "x".repeat(1024 * 1024) + "\"")))
                .isInstanceOf(WriteOutcome.Unacceptable.class);
        assertThat(one.received()).isEmpty();
    }

    @Test
    void aNameOfARegionNeedsToKnowWhich() {
        one.always(request -> problem(404, "not-found"));
        RecordKey<Counter> regional = COUNTERS.key("a").in(Scope.REGION);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> dht.get(regional))
                .withMessageContaining("a client is in no region");
        dht.get(COUNTERS.key("a").in(Place.region(7)));
        use(SubstrateClient.builder(one.uri()).place(3, 1));
        dht.get(regional);
        dht.get(COUNTERS.key("a").in(Scope.ZONE));

        assertThat(one.received())
                .extracting(r -> r.target().replaceAll(".*=", ""))
                .containsExactly("region-7", "region-3", "zone-3.1");
    }

    @Test
    void aSchemeIsBoundToOneClass() {
        one.always(request -> problem(404, "not-found"));
        dht.get(KEY);

        assertThatIllegalStateException()
                .isThrownBy(() -> dht.get(RecordType.of("counter", String.class).key("a")));
    }

    @Test
    void aClientThatIsClosedEndsWhatIsUnderWayAndRefusesMore() throws Exception {
        one.always(request -> silence());
        var write = client.dht().put(KEY, new Counter(1)).toCompletableFuture();
        var read = client.dht().get(KEY).toCompletableFuture();

        client.close();

        assertThat(write.get(5, TimeUnit.SECONDS)).isInstanceOf(WriteOutcome.Unknown.class);
        assertThat(read.handle((found, failure) -> failure).get(5, TimeUnit.SECONDS))
                .hasStackTraceContaining("before the client was closed");
        assertThatIllegalStateException().isThrownBy(() -> dht.get(KEY)).withMessageContaining("closed");
    }

    @Test
    void anUpdateThatRestsWhenTheClientIsClosedEnds() throws Exception {
        one.always(request -> record(request.method().equals("GET") ? 200 : 412, 4, "{\"count\":3}"));
        var update = client.dht().update(KEY, current -> new Counter(1)).toCompletableFuture();
        await().until(() -> one.received().size() > 3);

        client.close();

        assertThat(update.handle((outcome, failure) -> "ended").get(5, TimeUnit.SECONDS))
                .isEqualTo("ended");
    }

    @Test
    void stagesCompleteOnThreadsOfTheClientOnWhichNobodyMayWait() throws Exception {
        // A callback that is added after the end runs on the thread that adds it.
        CompletableFuture<Void> added = new CompletableFuture<>();
        one.always(request -> {
            added.join();
            return problem(404, "not-found");
        });

        CompletableFuture<String> seen = client.dht()
                .get(KEY)
                .thenApply(found -> {
                    assertThatIllegalStateException().isThrownBy(() -> dht.get(KEY));
                    return Thread.currentThread().getName();
                })
                .toCompletableFuture();
        added.complete(null);

        assertThat(seen.get(5, TimeUnit.SECONDS)).startsWith("substrate-client-callback-");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"https://127.0.0.1:8551", "127.0.0.1:8551", "http://127.0.0.1", "http://a:1/path", "file:/x"})
    void whatIsNoAddressOfANodeIsRefused(String uri) {
        assertThatIllegalArgumentException().isThrownBy(() -> SubstrateClient.connect(URI.create(uri)));
        assertThatIllegalArgumentException().isThrownBy(SubstrateClient::connect);
    }

    private static ScriptedNode.Reply absentOrWritten(ScriptedNode.Received request) {
        return request.method().equals("GET") ? problem(404, "not-found") : written(5);
    }

    private void awaitRouting() {
        await("the second node is asked").atMost(Duration.ofSeconds(10)).until(() -> {
            for (int i = 0; i < 8; i++) {
                dht.get(COUNTERS.key("probe" + i));
            }
            return !two.received().isEmpty();
        });
    }

    private static Set<String> idsAt(ScriptedNode node) {
        return node.received().stream()
                .filter(request -> request.target().contains("/k"))
                .map(request -> "counter:" + request.target().replaceAll(".*/|\\?.*", ""))
                .collect(Collectors.toSet());
    }
}
