package dev.substrate.dht.internal.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import akka.actor.Address;
import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.Behaviors;
import dev.substrate.dht.internal.Fixtures;
import dev.substrate.dht.internal.RecordSettings.Indexing;
import dev.substrate.dht.internal.entity.RecordVersion;
import dev.substrate.dht.internal.index.IndexHost.Find;
import dev.substrate.dht.internal.index.IndexHost.Found;
import dev.substrate.dht.internal.index.IndexHost.From;
import dev.substrate.dht.internal.index.IndexHost.Refused;
import dev.substrate.dht.internal.index.IndexHost.Working;
import dev.substrate.fence.ShardKey;
import dev.substrate.record.FieldCondition;
import dev.substrate.record.InvalidNameException;
import dev.substrate.record.Json;
import dev.substrate.record.QueryPage;
import dev.substrate.record.QueryRefusedException;
import dev.substrate.record.RecordDamagedException;
import dev.substrate.record.RecordId;
import dev.substrate.record.RecordUnavailableException;
import dev.substrate.record.Versioned;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class QueryWalkTest {

    private static final int SHARDS = 20;
    private static final List<ShardKey> ALL = ShardKey.all("record", SHARDS);
    private static final Address ELSEWHERE = new Address("akka", "s", "other", 1);
    private static final FieldCondition ADULT = FieldCondition.parse("/age >= 18");
    private static final ActorTestKit KIT = ActorTestKit.create();

    private final Map<String, String> records = new ConcurrentHashMap<>();
    private final Map<Integer, TreeSet<String>> views = new HashMap<>();
    private final List<Integer> askedHere = new CopyOnWriteArrayList<>();
    private final Set<String> damaged = ConcurrentHashMap.newKeySet();
    private int pageBytesMax = 1_000_000;

    @AfterAll
    static void stop() {
        KIT.shutdownTestKit();
    }

    @Test
    void pagesLeadThroughAllShardsInAnOrderOfTheirOwn() {
        List<String> adults = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            put("user:" + i, "{\"age\":" + (i % 30) + "}");
            if (i % 30 >= 18) {
                adults.add("user:" + i);
            }
        }
        List<String> seen = new ArrayList<>();
        @Nullable String cursor = null;
        int pages = 0;
        do {
            QueryPage<Json> page = await(walk(answering(), cursor, 7, Duration.ofSeconds(10)));
            assertThat(page.records()).hasSizeLessThanOrEqualTo(7);
            assertThat(page.cursor() == null || page.records().size() == 7).isTrue();
            page.records().forEach(record -> seen.add(record.uri().toString()));
            cursor = page.cursor();
            pages++;
        } while (cursor != null);
        assertThat(seen).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(adults);
        assertThat(pages).isEqualTo((adults.size() + 6) / 7);
    }

    @Test
    void whatDoesNotMatchWhenItIsReadIsLeftOutAndThePageIsFilledUpAllTheSame() {
        for (int i = 0; i < 100; i++) {
            put("user:" + i, "{\"age\":20}");
        }
        for (int i = 0; i < 100; i += 2) {
            records.put("user:" + i, "{\"age\":2}");
        }
        records.remove("user:1");
        QueryPage<Json> page = await(walk(answering(), null, 30, Duration.ofSeconds(10)));
        assertThat(page.records())
                .hasSize(30)
                .allSatisfy(record -> assertThat(record.value().text()).isEqualTo("{\"age\":20}"));
    }

    @Test
    void aPageOfLargeRecordsEndsEarlierAndTheNextOneGoesOn() {
        pageBytesMax = 30;
        for (int i = 0; i < 10; i++) {
            put("user:" + i, "{\"age\":20}");
        }
        List<Integer> sizes = new ArrayList<>();
        @Nullable String cursor = null;
        do {
            QueryPage<Json> page = await(walk(answering(), cursor, 100, Duration.ofSeconds(10)));
            sizes.add(page.records().size());
            cursor = page.cursor();
        } while (cursor != null);
        assertThat(sizes).containsExactly(3, 3, 3, 1);
    }

    @Test
    void aDamagedRecordFailsThePageAndIsNamed() {
        put("user:1", "{\"age\":20}");
        damaged.add("user:1");
        assertThatThrownBy(() -> await(walk(answering(), null, 10, Duration.ofSeconds(10))))
                .isInstanceOf(RecordDamagedException.class)
                .hasMessageContaining("user:1");
    }

    @Test
    void shardsOfASilentNodeAreAskedOfThisOne() {
        for (int i = 0; i < 50; i++) {
            put("user:" + i, "{\"age\":20}");
        }
        ActorRef<IndexHost.Message> silent = KIT.spawn(Behaviors.ignore());
        QueryPage<Json> page = await(walk(silent, null, 100, Duration.ofSeconds(10)));
        assertThat(page.records()).hasSize(50);
        assertThat(askedHere).contains(0, 1, SHARDS - 1);
    }

    @Test
    void aNodeThatIsAtWorkIsWaitedForAndSaysAtTheEndHowFarItIs() {
        ActorRef<IndexHost.Message> building = KIT.spawn(Behaviors.setup(context ->
                Behaviors.withTimers(timers -> Behaviors.receive(IndexHost.Message.class)
                        .onMessage(Find.class, find -> {
                            Set<Integer> shards = new TreeSet<>();
                            find.shards().forEach(from -> shards.add(from.shard()));
                            timers.startTimerWithFixedDelay(find, Duration.ofMillis(50));
                            find.replyTo().tell(new Working(shards, shards.size(), 4711));
                            return Behaviors.same();
                        })
                        .build())));
        assertThatThrownBy(() -> await(walk(building, null, 10, Duration.ofSeconds(2))))
                .isInstanceOf(QueryRefusedException.class)
                .hasMessageContaining("4711 rows")
                .extracting(failure -> ((QueryRefusedException) failure).reason())
                .isEqualTo(QueryRefusedException.Reason.BEING_BUILT);
        assertThat(askedHere).isEmpty();
    }

    @Test
    void aLateAnswerToAnEarlierQuestionIsNotTakenForAnAnswerToTheNext() {
        for (int i = 0; i < 200; i++) {
            put("user:" + i, "{\"age\":20}");
        }
        // Whatever it is asked, it first says once more what it said at first.
        ActorRef<IndexHost.Message> repeating = KIT.spawn(Behaviors.receive(IndexHost.Message.class)
                .onMessage(Find.class, find -> {
                    find.shards().forEach(from -> {
                        List<String> ids = List.copyOf(views.getOrDefault(from.shard(), new TreeSet<>()));
                        List<String> first = ids.subList(0, Math.min(2, ids.size()));
                        find.replyTo().tell(new Found(from.shard(), "", first, ids.size() > 2));
                        List<String> behind = ids.stream()
                                .filter(id -> id.compareTo(from.after()) > 0)
                                .toList();
                        find.replyTo().tell(new Found(from.shard(), from.after(), behind, false));
                    });
                    return Behaviors.same();
                })
                .build());
        QueryPage<Json> page = await(walk(repeating, null, 1_000, Duration.ofSeconds(10)));
        assertThat(page.records())
                .extracting(Versioned::uri)
                .doesNotHaveDuplicates()
                .hasSize(200);
    }

    @Test
    void whereNobodyAnswersTheRecordsAreUnavailable() {
        ActorRef<IndexHost.Message> silent = KIT.spawn(Behaviors.ignore());
        assertThatThrownBy(() -> await(walk(silent, silent, null, 10, Duration.ofMillis(500))))
                .isInstanceOf(RecordUnavailableException.class);
    }

    @Test
    void aRefusalIsPassedOn() {
        ActorRef<IndexHost.Message> refusing = KIT.spawn(Behaviors.receive(IndexHost.Message.class)
                .onMessage(Find.class, find -> {
                    find.replyTo().tell(new Refused(find.shards().get(0).shard(), "some-bound"));
                    return Behaviors.same();
                })
                .build());
        assertThatThrownBy(() -> await(walk(refusing, null, 10, Duration.ofSeconds(10))))
                .isInstanceOf(QueryRefusedException.class)
                .hasMessageContaining("some-bound");
    }

    @Test
    void aCursorIsCheckedAgainstItsQuery() {
        String id = "user:7";
        int shard = ShardKey.of("record", id, SHARDS).shard();
        QueryCursor cursor = new QueryCursor(shard, id);
        assertThat(QueryCursor.parse(cursor.text(), "user:", ALL)).isEqualTo(cursor);
        assertThat(QueryCursor.parse(new QueryCursor(3, "").text(), "user:", ALL))
                .isEqualTo(new QueryCursor(3, ""));
        for (String wrong : List.of(
                "x y",
                "",
                new QueryCursor(shard, "pkg:7").text(),
                new QueryCursor(shard + 1, id).text(),
                new QueryCursor(SHARDS, "").text(),
                new QueryCursor(-17, "").text())) {
            assertThatThrownBy(() -> QueryCursor.parse(wrong, "user:", ALL)).isInstanceOf(InvalidNameException.class);
        }
    }

    private void put(String id, String entity) {
        records.put(id, entity);
        views.computeIfAbsent(ShardKey.of("record", id, SHARDS).shard(), shard -> new TreeSet<>())
                .add(id);
    }

    private ActorRef<IndexHost.Message> answering() {
        return KIT.spawn(host(new CopyOnWriteArrayList<>()));
    }

    /** Answers with all there is, in portions, and in the reverse order of the shards. */
    private Behavior<IndexHost.Message> host(List<Integer> asked) {
        return Behaviors.receive(IndexHost.Message.class)
                .onMessage(Find.class, find -> {
                    List<From> shards = find.shards();
                    IntStream.range(0, shards.size())
                            .map(i -> shards.size() - 1 - i)
                            .mapToObj(shards::get)
                            .forEach(from -> {
                                asked.add(from.shard());
                                TreeSet<String> ids = views.getOrDefault(from.shard(), new TreeSet<>());
                                List<String> behind = List.copyOf(ids.tailSet(from.after(), false));
                                int end = Math.min(behind.size(), find.idsMax());
                                find.replyTo()
                                        .tell(new Found(
                                                from.shard(),
                                                from.after(),
                                                behind.subList(0, end),
                                                end < behind.size()));
                            });
                    return Behaviors.same();
                })
                .build();
    }

    private CompletableFuture<QueryPage<Json>> walk(
            ActorRef<IndexHost.Message> owner, @Nullable String cursor, int limit, Duration deadline) {
        return walk(owner, KIT.spawn(host(askedHere)), cursor, limit, deadline);
    }

    private CompletableFuture<QueryPage<Json>> walk(
            ActorRef<IndexHost.Message> owner,
            ActorRef<IndexHost.Message> local,
            @Nullable String cursor,
            int limit,
            Duration deadline) {
        Map<String, Address> owners = new HashMap<>();
        ALL.forEach(shard -> owners.put(Integer.toString(shard.shard()), ELSEWHERE));
        IndexHosts hosts = new IndexHosts(local, new Address("akka", "s"), Map.of(ELSEWHERE, owner), owners);
        Indexing settings = new Indexing(1, 1, deadline, deadline, deadline, 8, 8, 4, Duration.ofMillis(400), deadline);
        QueryPlan plan = new QueryPlan(
                "user",
                List.of("/age"),
                ADULT,
                List.of(ADULT),
                "user:",
                ALL,
                cursor == null ? new QueryCursor(ALL.get(0).shard(), "") : QueryCursor.parse(cursor, "user:", ALL),
                limit,
                Duration.ZERO,
                deadline);
        CompletableFuture<QueryPage<Json>> result = new CompletableFuture<>();
        KIT.spawn(QueryWalk.create(
                plan, hosts, new QueryWalk.Means(this::read, settings, pageBytesMax, Runnable::run), result));
        return result;
    }

    private CompletableFuture<RecordVersion> read(RecordId id, Duration deadline) {
        return damaged.contains(id.toString())
                ? CompletableFuture.failedFuture(new RecordDamagedException(id.uri(), "it is bad"))
                : CompletableFuture.completedFuture(
                        Fixtures.version(1, Instant.EPOCH, Instant.EPOCH, records.get(id.toString())));
    }

    private static QueryPage<Json> await(CompletableFuture<QueryPage<Json>> result) {
        try {
            return result.orTimeout(20, TimeUnit.SECONDS).join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException failure ? failure : e;
        }
    }
}
