package dev.substrate.store.sqlite;

import static dev.substrate.store.sqlite.Answers.await;
import static dev.substrate.store.sqlite.Rows.SHARD;
import static org.assertj.core.api.Assertions.assertThat;

import dev.substrate.fence.ShardKey;
import dev.substrate.store.FencedStore;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What was read of epochs is kept as long as none has changed; these look for what could change unseen. */
@Timeout(60)
class EpochConfirmerTest {

    private static final ShardKey OTHER = new ShardKey("record", 8);

    @TempDir
    Path folder;

    private SqliteFile file;
    private FencedStore store;
    private FencedStore neighbour;

    @BeforeEach
    void open() {
        file = new SqliteFile(folder);
        store = file.open();
        neighbour = file.open();
    }

    @AfterEach
    void close() {
        file.close();
    }

    @Test
    void anEpochThatWasConfirmedBeforeIsNotAfterAnotherWasRaised() {
        for (FencedStore raising : List.of(store, neighbour, store, neighbour)) {
            long epoch = await(store.raiseEpoch(SHARD, "a"));
            assertThat(await(store.confirm(SHARD, epoch))).isTrue();
            assertThat(await(store.confirm(SHARD, epoch))).isTrue();
            await(raising.raiseEpoch(SHARD, "b"));
            assertThat(await(store.confirm(SHARD, epoch))).isFalse();
            assertThat(await(store.confirm(SHARD, epoch + 1))).isTrue();
        }
    }

    @Test
    void aShardThatIsAskedForLaterIsLookedAt() {
        await(store.raiseEpoch(SHARD, "a"));
        await(store.raiseEpoch(OTHER, "a"));
        await(store.raiseEpoch(OTHER, "a"));
        assertThat(await(store.confirm(SHARD, 1))).isTrue();
        assertThat(await(store.confirm(OTHER, 1))).isFalse();
        assertThat(await(store.confirm(OTHER, 2))).isTrue();
        assertThat(await(store.confirm(new ShardKey("queue", 8), 0))).isFalse();
        assertThat(await(store.confirm(new ShardKey("queue", 8), 1))).isFalse();
        await(neighbour.raiseEpoch(new ShardKey("queue", 8), "b"));
        assertThat(await(store.confirm(new ShardKey("queue", 8), 1))).isTrue();
    }

    @Test
    void whatAPersonDoesToAnEpochIsSeen() throws SQLException {
        await(store.raiseEpoch(SHARD, "a"));
        assertThat(await(store.confirm(SHARD, 1))).isTrue();
        file.shell("UPDATE shard_epoch SET epoch=7");
        assertThat(await(store.confirm(SHARD, 1))).isFalse();
        assertThat(await(store.confirm(SHARD, 7))).isTrue();
        file.shell("DELETE FROM shard_epoch");
        assertThat(await(store.confirm(SHARD, 7))).isFalse();
        file.shell("INSERT INTO shard_epoch VALUES ('record', 7, 9, 'by hand', '')");
        assertThat(await(store.confirm(SHARD, 9))).isTrue();
    }

    @Test
    void noLateQuestionIsAnsweredFromBeforeARaise() {
        long epoch = await(store.raiseEpoch(SHARD, "a"));
        for (int round = 0; round < 200; round++) {
            CompletionStage<Long> raised = neighbour.raiseEpoch(SHARD, "b");
            while (!raised.toCompletableFuture().isDone()) {
                // Whatever the answer, it is looked for while the other writes.
                assertThat(await(store.confirm(SHARD, epoch))).isIn(true, false);
            }
            assertThat(await(store.confirm(SHARD, epoch)))
                    .as("asked after the raise, in round %s", round)
                    .isFalse();
            epoch = await(raised);
            assertThat(await(store.confirm(SHARD, epoch))).isTrue();
        }
    }
}
