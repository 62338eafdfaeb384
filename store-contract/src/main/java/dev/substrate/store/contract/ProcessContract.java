package dev.substrate.store.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.substrate.fence.ShardKey;
import dev.substrate.store.FencedStore;
import dev.substrate.store.SnapshotChoice;
import dev.substrate.store.SnapshotRow;
import dev.substrate.store.StateRow;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** Owners that are processes: killed and stopped in the middle of whatever they do. */
interface ProcessContract extends ContractTopic {

    /** Enough that a writer is not in the middle of a transaction all the time. */
    int REST_MILLIS = 80;

    int VERSIONS_CHECKED = 100;

    @Test
    default void aWriterThatIsKilledLosesNothingThatWasAcknowledgedAndTearsNoBatch() throws Exception {
        FencedStore store = scene().open();
        ShardKey shard = scene().shard();
        Map<String, Long> acknowledged = new HashMap<>();
        long enough = System.nanoTime() + TimeUnit.SECONDS.toNanos(Scene.normallyOr(10, 300));
        for (int round = 0; round < 3 || System.nanoTime() < enough; round++) {
            try (OtherProcess writer = startWriter(shard, 0)) {
                writer.awaitFirst();
                // Not a wait for anything: a moment that no writer can foresee.
                TimeUnit.MICROSECONDS.sleep(scene().random().nextInt(400_000));
                writer.kill();
                assertThat(writer.failures()).as(writer.report()).isEmpty();
                acknowledged.putAll(writer.acknowledged());
            }
            long epoch = scene().take(store, shard);
            for (int i = 0; i < WriterProcess.ENTITIES; i++) {
                checkNothingIsLost(store, shard, epoch, WriterProcess.id(shard, i), acknowledged);
            }
        }
        assertThat(acknowledged).hasSize(3 * WriterProcess.ENTITIES);
    }

    @Test
    default void aWriterThatStoodStillWhileItsShardWasTakenChangesNothingAnyMore() throws Exception {
        FencedStore store = scene().open();
        int takenOver = 0;
        long enough = System.nanoTime() + TimeUnit.SECONDS.toNanos(Scene.normallyOr(15, 300));
        for (int round = 0; takenOver < Scene.normallyOr(3, 20) && System.nanoTime() < enough; round++) {
            ShardKey shard = scene().shard(round);
            try (OtherProcess writer = startWriter(shard, REST_MILLIS)) {
                writer.awaitFirst();
                TimeUnit.MICROSECONDS.sleep(scene().random().nextInt(200_000));
                writer.pause();
                // It may hold up the engine where it stands; even then, whatever others ask for comes to an end.
                Ending<Long> taken = scene().end(store.raiseEpoch(shard, "next"));
                if (taken.acknowledged()) {
                    takenOver++;
                    checkThatTheOldOwnerIsOut(store, shard, taken.get(), writer);
                } else {
                    writer.resume();
                }
            }
            scene().take(store, scene().shard(-1));
        }
        Assumptions.assumeTrue(
                takenOver > 0, "Not checked with this store: a writer that stands still always held up its engine");
    }

    private void checkThatTheOldOwnerIsOut(FencedStore store, ShardKey shard, long epoch, OtherProcess old)
            throws Exception {
        Map<String, Long> seen = new HashMap<>();
        for (int i = 0; i < WriterProcess.ENTITIES; i++) {
            String id = WriterProcess.id(shard, i);
            long version = scene().await(store.recover(shard, epoch, id))
                    .map(StateRow::version)
                    .orElse(0L);
            long highest = scene().await(store.recoverLog(shard, epoch, id, 0)).highest();
            seen.put("state " + id, version);
            seen.put("log " + id, highest);
            scene().await(store.write(Rows.state(shard, id, version + 1, epoch, "new"), Duration.ofHours(1)));
            if (i % 2 == 0) {
                scene().await(store.append(Rows.events(shard, id, highest + 1, 1, epoch, "new")));
            }
        }
        old.resume();
        old.awaitEnd(scene().harness().operationEndsWithin().toSeconds() + 10);
        assertThat(old.failures())
                .as("other failures than that the fence is lost")
                .isEmpty();
        Map<String, Long> acknowledged = old.acknowledged();
        for (int i = 0; i < WriterProcess.ENTITIES; i++) {
            String id = WriterProcess.id(shard, i);
            for (String what : List.of("state " + id, "log " + id)) {
                assertThat(acknowledged.getOrDefault(what, 0L))
                        .as("%s: what was acknowledged to the old owner was there for the new one", what)
                        .isLessThanOrEqualTo(seen.get(what));
            }
            assertThat(scene().await(store.read(shard, id)))
                    .contains(Rows.state(shard, id, seen.get("state " + id) + 1, epoch, "new"));
            assertThat(scene().await(store.versions(shard, id, seen.get("state " + id) + 1, 10))
                            .versions())
                    .as("the kept version that the new owner wrote, and none of the old one in its place or behind it")
                    .extracting(kept -> kept.row().entity())
                    .containsExactly("new");
            if (i % 2 == 0) {
                assertThat(scene().await(store.bounds(shard, id, 0)).highest()).isEqualTo(seen.get("log " + id) + 1);
            }
        }
    }

    private OtherProcess startWriter(ShardKey shard, int restMillis) throws Exception {
        return new OtherProcess(
                WriterProcess.class,
                List.of("-Xmx128m"),
                scene().harness(),
                scene().harness().settings(),
                shard.entityType(),
                Integer.toString(shard.shard()),
                Integer.toString(restMillis));
    }

    private void checkVersions(FencedStore store, ShardKey shard, String id, long newest) {
        long from = Math.max(1, newest - VERSIONS_CHECKED + 1);
        List<String> expected = LongStream.rangeClosed(from, newest)
                .mapToObj(version -> Written.state(id, version))
                .toList();
        assertThat(scene().await(store.versions(shard, id, from, VERSIONS_CHECKED + 1)).versions().stream()
                        .map(kept -> kept.row().entity()))
                .as("the newest kept versions of %s", id)
                .isEqualTo(expected);
    }

    private void checkNothingIsLost(
            FencedStore store, ShardKey shard, long epoch, String id, Map<String, Long> acknowledged) {
        long version = acknowledged.getOrDefault("state " + id, 0L);
        StateRow state = scene().await(store.recover(shard, epoch, id)).orElse(null);
        assertThat(state == null ? 0 : state.version())
                .as("the state of %s: the last that was acknowledged, or the one after it", id)
                .isBetween(version, version + 1);
        assertThat(state == null ? null : state.entity())
                .isEqualTo(state == null ? null : Written.state(id, state.version()));
        checkVersions(store, shard, id, state == null ? 0 : state.version());

        long highest = acknowledged.getOrDefault("log " + id, 0L);
        scene().await(store.recoverLog(shard, epoch, id, 0));
        Log log = Log.read(scene(), store, shard, id);
        assertThat(log.bounds().highest())
                .as("the log of %s: what was acknowledged, or one whole batch more", id)
                .isIn(highest, highest + Written.batchSize(highest + 1));
        long batch = 1;
        for (long sequence = 1; sequence <= log.bounds().highest(); sequence++) {
            if (sequence == batch + Written.batchSize(batch)) {
                batch = sequence;
            }
            assertThat(log.contents().get((int) sequence - 1)).isEqualTo(Written.event(id, batch, sequence));
        }

        long saved = acknowledged.getOrDefault("snapshot " + id, 0L);
        SnapshotRow snapshot =
                scene().await(store.snapshot(shard, id, SnapshotChoice.ALL)).orElse(null);
        assertThat(snapshot == null ? 0 : snapshot.sequence())
                .as("the snapshot of %s", id)
                .isBetween(saved, saved + 1);
        assertThat(snapshot == null ? null : snapshot.snapshot())
                .isEqualTo(snapshot == null ? null : Written.state(id, snapshot.sequence()));

        // A write that nobody was told of but that is there counts as acknowledged from now on.
        acknowledged.put("state " + id, state == null ? 0 : state.version());
        acknowledged.put("log " + id, log.bounds().highest());
        acknowledged.put("snapshot " + id, snapshot == null ? 0 : snapshot.sequence());
    }
}
