package dev.substrate.dht;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.substrate.dht.seed.Seed;
import dev.substrate.dht.seed.SeedPlan;
import dev.substrate.dht.seed.SeedReport;
import dev.substrate.dht.seed.SeedStep;
import dev.substrate.record.Json;
import dev.substrate.record.RecordKey;
import dev.substrate.record.RecordType;
import dev.substrate.record.Scope;
import dev.substrate.record.WriteOutcome;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SeederTest {

    private static final RecordKey<Json> NEW = RecordType.json("pkg").key("new");
    private static final RecordKey<Json> OLD = RecordType.json("pkg").key("old");
    private static final RecordKey<Json> SAME = RecordType.json("pkg").key("same");
    private static final RecordKey<Json> OTHER = RecordType.json("pkg").key("other");
    private static final List<Seed> SEEDS = List.of(
            Seed.absent(NEW, new Json("{\"a\":1}")),
            Seed.merge(OLD, new Json("{\"a\":1}")),
            Seed.absent(SAME, new Json("{\"a\":1}")),
            Seed.absent(OTHER, new Json("{\"a\":1}")));

    private final MemoryDht dht = new MemoryDht();
    private final Seeder seeder = Seeder.of(dht);

    @Test
    void aPlanSaysWhatIsToBeDoneAndWritesNothing() {
        fill();

        SeedPlan plan = now(seeder.plan(SEEDS));

        assertThat(plan.entries()).extracting(SeedPlan.Entry::seed).isEqualTo(SEEDS);
        assertThat(plan.entries())
                .extracting(entry -> entry.step().getClass().getSimpleName())
                .containsExactly("Create", "Merge", "Unchanged", "Differs");
        assertThat(plan.count(SeedStep.Create.class)).isEqualTo(1);
        assertThat(plan.nothingToDo()).isFalse();
        assertThat(dht.writes()).isZero();
    }

    @Test
    void onceAPlanIsAppliedThereIsNothingToDo() {
        fill();

        SeedReport report = now(seeder.apply(now(seeder.plan(SEEDS))));

        assertThat(report.complete()).isTrue();
        assertThat(dht.text(NEW)).isEqualTo("{\"a\":1}");
        assertThat(dht.text(OLD)).isEqualTo("{\"a\":1,\"b\":2}");
        assertThat(dht.text(OTHER)).isEqualTo("{\"a\":9}");
        assertThat(dht.writes()).isEqualTo(2);
        assertThat(now(seeder.plan(SEEDS)).nothingToDo()).isTrue();
        assertThat(now(seeder.apply(now(seeder.plan(SEEDS)))).complete()).isTrue();
        assertThat(dht.writes()).isEqualTo(2);
    }

    @Test
    void whatSomebodyWritesMeanwhileStays() {
        fill();
        SeedPlan plan = now(seeder.plan(SEEDS));
        dht.set(NEW, "\"theirs\"");
        dht.set(OLD, "{\"a\":5,\"b\":2}");

        SeedReport report = now(seeder.apply(plan));

        assertThat(report.complete()).isFalse();
        assertThat(report.failed()).hasSize(2).allMatch(outcome -> outcome instanceof WriteOutcome.Conflict);
        assertThat(dht.text(NEW)).isEqualTo("\"theirs\"");
        assertThat(dht.text(OLD)).isEqualTo("{\"a\":5,\"b\":2}");
    }

    @Test
    void whatIsCreatedBySomebodyElseInTheLastMomentStays() {
        SeedPlan plan = now(seeder.plan(List.of(Seed.merge(NEW, new Json("{\"a\":1}")))));
        dht.beforeWrite(key -> dht.set(NEW, "{\"b\":2}"));

        assertThat(now(seeder.apply(plan)).failed()).hasSize(1);
        assertThat(dht.text(NEW)).isEqualTo("{\"b\":2}");
    }

    @Test
    void manySeedsKeepTheirOrder() {
        List<Seed> many = IntStream.range(0, 1000)
                .mapToObj(i -> Seed.absent(RecordType.json("pkg").key("n" + i), new Json(String.valueOf(i))))
                .toList();

        SeedReport report = now(seeder.apply(now(seeder.plan(many))));

        assertThat(report.results()).extracting(result -> result.entry().seed()).isEqualTo(many);
        assertThat(dht.writes()).isEqualTo(1000);
    }

    @Test
    void aRecordIsSeededOnceInAPlan() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> seeder.plan(List.of(SEEDS.get(0), SEEDS.get(0))))
                .withMessageContaining("pkg:new");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> seeder.plan(Collections.nCopies(Seeder.SEEDS_MAX + 1, SEEDS.get(0))));
        Seed elsewhere = Seed.absent(NEW.in(Scope.REGION), new Json("1"));
        assertThat(now(seeder.plan(List.of(SEEDS.get(0), elsewhere))).entries()).hasSize(2);
    }

    private void fill() {
        dht.set(OLD, "{\"a\":0,\"b\":2}");
        dht.set(SAME, "{ \"a\": 1 }");
        dht.set(OTHER, "{\"a\":9}");
    }

    private static <T> T now(CompletionStage<T> stage) {
        return stage.toCompletableFuture().join();
    }
}
