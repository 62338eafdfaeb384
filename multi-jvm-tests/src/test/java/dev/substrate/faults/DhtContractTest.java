package dev.substrate.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.substrate.client.SubstrateClient;
import dev.substrate.dht.Records;
import dev.substrate.node.NodeInfo;
import dev.substrate.record.BlockingDht;
import dev.substrate.record.Dht;
import dev.substrate.record.FieldCondition;
import dev.substrate.record.Json;
import dev.substrate.record.Place;
import dev.substrate.record.Query;
import dev.substrate.record.QueryPage;
import dev.substrate.record.QueryRefusedException;
import dev.substrate.record.ReadOutcome;
import dev.substrate.record.RecordChange;
import dev.substrate.record.RecordHeaders;
import dev.substrate.record.RecordId;
import dev.substrate.record.RecordKey;
import dev.substrate.record.RecordListener;
import dev.substrate.record.RecordType;
import dev.substrate.record.RecordUnreadableException;
import dev.substrate.record.RequestId;
import dev.substrate.record.Scope;
import dev.substrate.record.Versioned;
import dev.substrate.record.Watch;
import dev.substrate.record.WriteOptions;
import dev.substrate.record.WriteOptions.Condition;
import dev.substrate.record.WriteOutcome;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a record store does, be it that of a node or that of a client which is none. */
@Tag("cluster")
class DhtContractTest {

    /** Which store is asked. Each has records of its own, by the id. */
    enum Way {
        NODE,
        CLIENT
    }

    record Account(String owner, long cents) {}

    record OldAccount(long euros) {}

    private static final RecordType<Account> ACCOUNTS = RecordType.of("account", Account.class);
    private static final RecordType<Json> TEXTS = RecordType.json("account");
    private static final WriteOptions NONE = WriteOptions.none();
    private static final String CONFIG = """
            substrate.node.region = 3
            substrate.node.zone = 1
            substrate.record.requests-remembered-max = 4
            substrate.record.types.account.indexes = ["/cents"]
            """;

    @TempDir
    static Path folder;

    private static InProcessNode node;
    private static SubstrateClient client;

    @BeforeAll
    static void start() {
        node = InProcessNode.startReady(1, folder, folder.resolve("store.db"), CONFIG);
        client = connect();
    }

    private static SubstrateClient connect() {
        return SubstrateClient.builder(URI.create(node.url())).place(3, 1).connect();
    }

    @AfterAll
    static void stop() {
        client.close();
        node.close();
    }

    private static Dht store(Way way) {
        return way == Way.NODE ? Records.on(node.node()) : client.dht();
    }

    private static BlockingDht dht(Way way) {
        return BlockingDht.of(store(way));
    }

    private static RecordKey<Account> key(Way way, String id) {
        return ACCOUNTS.key(way + "-" + id);
    }

    private static RecordKey<Json> text(RecordKey<?> key) {
        return new RecordKey<>(TEXTS, key.uri());
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void whatIsWrittenIsReadWithItsHeaders(Way way) {
        RecordKey<Account> key = key(way, "a/ü %2F?#");
        RequestId id = new RequestId("first-" + way);

        WriteOutcome.Written<Account> written =
                dht(way).put(key, new Account("anna", 1), NONE.requestId(id)).orThrow();

        assertThat(written)
                .isEqualTo(new WriteOutcome.Written<>(
                        key.uri(), 1, written.modified(), true, false, new Account("anna", 1)));
        RecordHeaders headers = new RecordHeaders(
                RecordId.global(key.uri()),
                1,
                written.modified(),
                written.modified(),
                null,
                false,
                1,
                NodeInfo.of(node.node().system()).id().hex(),
                id.value());
        assertThat(dht(way).get(key)).contains(new Versioned<>(headers, new Account("anna", 1)));
        assertThat(dht(way).getAny(key)).isPresent();
        assertThat(dht(way).head(key)).contains(headers);
        assertThat(dht(way).get(key(way, "absent"))).isEmpty();
        assertThat(dht(way).head(key(way, "absent"))).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void recordsAreFoundByTheirFieldsPageByPage(Way way) {
        for (long cents = 1; cents <= 5; cents++) {
            dht(way).put(key(way, "found-" + cents), new Account("anna", cents)).orThrow();
        }
        Query<Account> query = Query.of(
                        ACCOUNTS, FieldCondition.parse("/cents > 1"), FieldCondition.parse("/cents <= 4"))
                .idPrefix(way + "-found-")
                .limit(2);
        List<Versioned<Account>> found = new ArrayList<>();
        QueryPage<Account> page = dht(way).query(query);
        found.addAll(page.records());
        while (page.cursor() != null) {
            page = dht(way).query(query.cursor(page.cursor()));
            found.addAll(page.records());
        }

        assertThat(found)
                .containsExactlyInAnyOrderElementsOf(List.of(2, 3, 4).stream()
                        .map(cents -> dht(way).get(key(way, "found-" + cents)).orElseThrow())
                        .toList());
        assertThatExceptionOfType(QueryRefusedException.class)
                .isThrownBy(() -> dht(way).query(Query.of(ACCOUNTS, FieldCondition.parse("/owner = \"anna\""))))
                .withMessageContaining("/cents")
                .satisfies(refused -> assertThat(refused.reason()).isEqualTo(QueryRefusedException.Reason.NOT_INDEXED));
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void textIsKeptCharacterByCharacter(Way way) {
        RecordKey<Json> key = text(key(way, "text"));
        Json entity = new Json("{ \"b\" : 1.500,\n\t\"a\" : [ 1E400, \"ü\\u00e4\" ] }");

        dht(way).put(key, entity).orThrow();

        assertThat(dht(way).get(key).orElseThrow().value()).isEqualTo(entity);
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void aConditionThatDoesNotHoldBringsTheRecord(Way way) {
        RecordKey<Account> key = key(way, "conditions");
        assertThat(dht(way).put(key, new Account("a", 1), NONE.onlyIf(Condition.Present.PRESENT)))
                .isEqualTo(new WriteOutcome.Conflict<Account>(key.uri(), 0, null));
        dht(way).putIfAbsent(key, new Account("a", 1)).orThrow();
        Versioned<Account> there = dht(way).get(key).orElseThrow();

        assertThat(dht(way).putIfAbsent(key, new Account("b", 2)))
                .isEqualTo(new WriteOutcome.Conflict<>(key.uri(), 1, there));
        assertThat(dht(way).put(key, new Account("b", 2), NONE.ifVersion(7)))
                .isEqualTo(new WriteOutcome.Conflict<>(key.uri(), 1, there));
        assertThat(dht(way).delete(key, NONE.ifVersion(7))).isEqualTo(new WriteOutcome.Conflict<>(key.uri(), 1, there));
        assertThat(dht(way).put(key, new Account("b", 2), NONE.ifVersion(1))
                        .orThrow()
                        .version())
                .isEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void whatIsDeletedLeavesATombstoneAndCountsOn(Way way) {
        RecordKey<Account> key = key(way, "deleted");
        assertThat(dht(way).delete(key)).isEqualTo(new WriteOutcome.NotFound<>(key.uri()));
        dht(way).put(key, new Account("a", 1)).orThrow();

        WriteOutcome.Written<Account> deletion = dht(way).delete(key).orThrow();

        assertThat(deletion)
                .isEqualTo(new WriteOutcome.Written<Account>(key.uri(), 2, deletion.modified(), false, false, null));
        assertThat(dht(way).get(key)).isEmpty();
        assertThat(dht(way).head(key)).hasValueSatisfying(headers -> {
            assertThat(headers.tombstone()).isTrue();
            assertThat(headers.version()).isEqualTo(2);
        });
        assertThat(dht(way).delete(key)).isEqualTo(new WriteOutcome.NotFound<>(key.uri()));
        assertThat(dht(way).putIfAbsent(key, new Account("b", 2)).orThrow().version())
                .isEqualTo(3);
        dht(way).delete(key).orThrow();
        assertThat(dht(way).update(key, current -> new Account("c", current == null ? 0 : 1))
                        .orThrow())
                .satisfies(written -> {
                    assertThat(written.version()).isEqualTo(5);
                    assertThat(written.created()).isTrue();
                    assertThat(written.value()).isEqualTo(new Account("c", 0));
                });
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void anUpdateKeepsWhatItsClassDoesNotKnowAndHowLongTheRecordLives(Way way) {
        RecordKey<Account> key = key(way, "updated");
        dht(way).put(
                        text(key),
                        new Json("{\"owner\":\"anna\",\"cents\":1,\"newer\":{\"x\":1.50}}"),
                        NONE.timeToLive(Duration.ofHours(1)))
                .orThrow();
        RecordHeaders before = dht(way).head(key).orElseThrow();

        dht(way).update(
                        key,
                        current -> new Account(
                                current.value().owner(), current.value().cents() + 1))
                .orThrow();

        assertThat(dht(way).get(text(key)).orElseThrow().value())
                .isEqualTo(new Json("{\"owner\":\"anna\",\"cents\":2,\"newer\":{\"x\":1.50}}"));
        assertThat(before.expires()).isNotNull();
        assertThat(dht(way).head(key).orElseThrow().expires()).isEqualTo(before.expires());
        dht(way).put(key, new Account("anna", 3)).orThrow();
        assertThat(dht(way).head(key).orElseThrow().expires()).isNull();
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void anUpdateMayDeclineAndHasItsConditionsAndFailsWithItsUpdater(Way way) {
        RecordKey<Account> key = key(way, "declined");
        dht(way).put(key, new Account("a", 1)).orThrow();

        assertThat(dht(way).update(key, current -> null)).isEqualTo(new WriteOutcome.Declined<>(key.uri(), 1));
        assertThat(dht(way).update(key, current -> current.value(), NONE.ifVersion(7)))
                .isInstanceOf(WriteOutcome.Conflict.class);
        assertThatThrownBy(() -> dht(way).update(key, current -> {
                    throw new UnsupportedOperationException("of the updater");
                }))
                .isInstanceOf(UnsupportedOperationException.class);
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void olderEntitiesAreMigratedAndNewerOnesRefused(Way way) {
        RecordType<OldAccount> old =
                RecordType.of("money-" + way.name().toLowerCase(java.util.Locale.ROOT), OldAccount.class);
        RecordType<Account> now = RecordType.of(old.scheme(), Account.class).migrating(fields -> {
            fields.put("cents", ((Number) fields.remove("euros")).longValue() * 100);
            return fields;
        });
        BlockingDht writer = dht(way == Way.NODE ? Way.CLIENT : Way.NODE);
        writer.put(old.key("a"), new OldAccount(3)).orThrow();

        assertThat(dht(way).get(now.key("a")).orElseThrow().value().cents()).isEqualTo(300);
        assertThat(dht(way).head(now.key("a")).orElseThrow().typeVersion()).isEqualTo(1);
        dht(way).update(
                        now.key("a"),
                        current -> new Account("x", current.value().cents() + 1))
                .orThrow();
        assertThat(dht(way).head(now.key("a")).orElseThrow().typeVersion()).isEqualTo(2);
        dht(way).put(RecordType.json(old.scheme()).key("a"), new Json("{\"owner\":\"y\",\"cents\":5}"))
                .orThrow();
        assertThat(dht(way).head(now.key("a")).orElseThrow().typeVersion()).isEqualTo(2);
        assertThatThrownBy(() -> writer.get(old.key("a"))).isInstanceOf(RecordUnreadableException.class);
        assertThatThrownBy(() -> dht(way).get(old.key("a"))).isInstanceOf(IllegalStateException.class);
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void aRepeatedRequestGetsItsFirstAnswerWhoeverRepeatsIt(Way way) {
        RecordKey<Account> key = key(way, "repeated");
        BlockingDht other = dht(way == Way.NODE ? Way.CLIENT : Way.NODE);
        WriteOptions put = NONE.requestId(new RequestId("put"));
        WriteOptions update = NONE.requestId(new RequestId("update")).onlyIf(Condition.Present.PRESENT);
        dht(way).put(key, new Account("a", 1), put).orThrow();
        dht(way).update(key, current -> new Account("a", current.value().cents() + 1), update)
                .orThrow();

        for (BlockingDht dht : List.of(dht(way), other)) {
            assertThat(dht.put(key, new Account("a", 1), put).orThrow()).satisfies(written -> {
                assertThat(written.version()).isEqualTo(1);
                assertThat(written.repeated()).isTrue();
            });
            assertThat(dht.update(
                                    key,
                                    current -> new Account("a", current.value().cents() + 1),
                                    update)
                            .orThrow())
                    .satisfies(written -> {
                        assertThat(written.version()).isEqualTo(2);
                        assertThat(written.repeated()).isTrue();
                        assertThat(written.value()).isNull();
                    });
            assertThat(dht.put(key, new Account("b", 1), put)).isInstanceOf(WriteOutcome.RequestIdReused.class);
        }
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void aRecordThatHasForgottenManyRequestsIsWrittenByAStoreThatNeverSawIt(Way way) {
        RecordKey<Account> key = key(way, "often");
        for (int i = 1; i <= 10; i++) {
            dht(way).put(key, new Account("a", i)).orThrow();
        }
        try (SubstrateClient fresh = connect()) {
            BlockingDht dht = BlockingDht.of(fresh.dht());

            assertThat(dht.put(key, new Account("b", 11)).orThrow().version()).isEqualTo(11);
            assertThat(dht.delete(key, NONE.ifVersion(2))).isInstanceOf(WriteOutcome.Conflict.class);
            assertThat(dht.delete(key).orThrow().version()).isEqualTo(12);
        }
        assertThat(dht(way).put(key, new Account("c", 1), NONE.requestId(RequestId.at(java.time.Instant.EPOCH, "old"))))
                .isInstanceOf(WriteOutcome.RequestTooOld.class);
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void severalAreReadAndWrittenEachForItself(Way way) {
        RecordKey<Account> a = key(way, "several-a");
        RecordKey<Account> b = key(way, "several-b");
        RecordKey<Account> c = key(way, "several-c");

        Map<RecordKey<Account>, WriteOutcome<Account>> written =
                dht(way).putAll(Map.of(a, new Account("a", 1), b, new Account("b", 2)));
        Map<RecordKey<Account>, ReadOutcome<Account>> read = dht(way).getAll(List.of(c, b, a, b));

        assertThat(written.values())
                .hasSize(2)
                .allMatch(outcome -> outcome.orThrow().version() == 1);
        assertThat(read.keySet()).containsExactly(c, b, a);
        assertThat(read.get(c)).isEqualTo(new ReadOutcome.Absent<>(c.uri()));
        assertThat(read.get(a).orThrow().orElseThrow().value()).isEqualTo(new Account("a", 1));
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void namesHoldWhereTheirScopeSays(Way way) {
        RecordKey<Account> here = key(way, "scoped").in(Scope.REGION);
        dht(way).put(here, new Account("region", 1)).orThrow();
        dht(way).put(key(way, "scoped").in(Scope.ZONE), new Account("zone", 1)).orThrow();

        assertThat(dht(way).get(key(way, "scoped"))).isEmpty();
        assertThat(dht(way).get(key(way, "scoped").in(Place.region(4)))).isEmpty();
        assertThat(dht(way).get(key(way, "scoped").in(Place.region(3)))
                        .orElseThrow()
                        .headers()
                        .id())
                .hasToString("region-3/account:" + way + "-scoped");
        assertThat(dht(way).get(key(way, "scoped").in(Place.zone(3, 1)))
                        .orElseThrow()
                        .value()
                        .owner())
                .isEqualTo("zone");
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void whatCannotBeStoredIsUnacceptableWithTheSameWords(Way way) {
        RecordKey<Json> key = text(key(way, "unacceptable"));

        assertThat(dht(way).put(key, new Json("\"" + "x".repeat(131_072) + "\"")))
                .isEqualTo(new WriteOutcome.Unacceptable<>(
                        key.uri(),
                        "substrate.record.entity-bytes-max",
                        "the entity has 131074 bytes of UTF-8, substrate.record.entity-bytes-max allows 131072."));
        assertThat(dht(way).put(key, new Json("{")))
                .isInstanceOfSatisfying(
                        WriteOutcome.Unacceptable.class,
                        unacceptable -> assertThat(unacceptable.bound()).isNull());
        assertThat(dht(way).put(key, new Json("[".repeat(300) + "]".repeat(300))))
                .isInstanceOfSatisfying(
                        WriteOutcome.Unacceptable.class,
                        unacceptable ->
                                assertThat(unacceptable.bound()).isEqualTo("substrate.record.entity-depth-max"));
        assertThat(dht(way).get(key)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void aWatchShowsEveryVersionAndEndsWhenItIsClosed(Way way) {
        RecordKey<Account> key = key(way, "watched");
        dht(way).put(key, new Account("a", 1)).orThrow();
        List<String> one = new CopyOnWriteArrayList<>();
        List<String> all = new CopyOnWriteArrayList<>();

        Watch watch = store(way).watch(key, 1, listener(one));
        Watch ofType = store(way).watch(ACCOUNTS, null, way + "-watched", null, listener(all));
        await().until(() -> one.contains("begun") && all.contains("begun"));
        dht(way).put(key, new Account("a", 2)).orThrow();
        dht(way).delete(key).orThrow();

        await().untilAsserted(() -> {
            assertThat(one).contains("1 Account[owner=a, cents=1]", "2 Account[owner=a, cents=2]", "3 deleted");
            assertThat(all).endsWith("2 Account[owner=a, cents=2]", "3 deleted");
        });
        assertThat(watch.resume()).isEqualTo("4");
        assertThat(ofType.resume()).isNotEmpty();
        watch.close();
        ofType.close();
        await().untilAsserted(() -> {
            assertThat(one).endsWith("CANCELLED");
            assertThat(all).endsWith("CANCELLED");
        });
    }

    private static RecordListener<Account> listener(List<String> told) {
        return new RecordListener<>() {
            @Override
            public void onVersion(Versioned<Account> record) {
                told.add(record.version() + " " + record.value());
            }

            @Override
            public void onDeleted(RecordHeaders tombstone) {
                told.add(tombstone.version() + " deleted");
            }

            @Override
            public void onProgress() {
                if (!told.contains("begun")) {
                    told.add("begun");
                }
            }

            @Override
            public void onEnd(RecordChange.Ended<Account> end) {
                told.add(end.reason().name());
            }
        };
    }
}
