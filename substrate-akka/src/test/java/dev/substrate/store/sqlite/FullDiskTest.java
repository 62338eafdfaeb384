package dev.substrate.store.sqlite;

import static dev.substrate.store.sqlite.Answers.assertRefused;
import static dev.substrate.store.sqlite.Answers.await;
import static dev.substrate.store.sqlite.Answers.failure;
import static dev.substrate.store.sqlite.Rows.SHARD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.substrate.store.EventStore.LogBounds;
import dev.substrate.store.FencedStore;
import dev.substrate.store.StoreException;
import dev.substrate.store.StoreException.Kind;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

@Timeout(120)
class FullDiskTest {

    @TempDir
    Path folder;

    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final Logger logger = (Logger) LoggerFactory.getLogger(GroupCommitter.class);
    private @Nullable SmallDisk disk;
    private SqliteFile file;
    private FencedStore store;
    private long epoch;

    @BeforeEach
    void open() throws Exception {
        disk = SmallDisk.mount(folder, 16);
        file = new SqliteFile(disk.folder());
        store = file.open();
        epoch = await(store.raiseEpoch(SHARD, "a"));
        log.start();
        logger.addAppender(log);
    }

    @AfterEach
    void close() throws Exception {
        logger.detachAppender(log);
        if (disk != null) {
            file.close();
            disk.close();
        }
    }

    @Test
    void aFullDiskRefusesWritesLosesNoneAndIsOverByItselfOnceThereIsRoom() throws Exception {
        Random random = new Random(1);
        Map<String, CompletionStage<Void>> writes = new LinkedHashMap<>();
        disk.fill();
        int refusedAtOnce = 0;
        for (int i = 0; refusedAtOnce < 30; i++) {
            String uri = "pkg:" + i;
            // From a few bytes to several hundred pages: some fail in the commit, some before it.
            writes.put(uri, write(uri, random.nextInt(random.nextBoolean() ? 100 : 1_000_000)));
            if (i % 3 == 0 && failure(writes.get(uri)) != null) {
                refusedAtOnce++;
                assertThat(await(store.confirm(SHARD, epoch))).as("reads go on").isTrue();
            }
        }
        List<String> acknowledged = new ArrayList<>();
        List<String> refused = new ArrayList<>();
        for (Map.Entry<String, CompletionStage<Void>> write : writes.entrySet()) {
            if (failure(write.getValue()) == null) {
                acknowledged.add(write.getKey());
            } else {
                assertRefused(write.getValue(), Kind.UNAVAILABLE);
                refused.add(write.getKey());
            }
        }
        assertThat(refused).isNotEmpty();
        assertThat(warnings())
                .as("the first failure is logged, the others are not")
                .hasSizeLessThan(refused.size() / 4);

        disk.free();
        await(write("pkg:after", 1000));
        acknowledged.add("pkg:after");
        assertThat(log.list)
                .last()
                .satisfies(last -> assertThat(last.getFormattedMessage()).contains("works again"));
        assertHolds(acknowledged, refused);
        store.close();
        store = file.open();
        assertHolds(acknowledged, refused);
        assertThat(file.ask("PRAGMA integrity_check")).containsExactly("ok");
    }

    @Test
    void anAppendThatFindsNoRoomLeavesNothing() throws Exception {
        disk.fill();
        long last = 0;
        CompletionStage<Void> append;
        do {
            append = store.append(Rows.events("pkg:a", last + 1, last + 500, epoch));
            last += 500;
        } while (failure(append) == null);
        last -= 500;
        assertRefused(append, Kind.UNAVAILABLE);
        assertThat(await(store.bounds(SHARD, "pkg:a", 0))).isEqualTo(new LogBounds(0, last));
        disk.free();
        await(store.append(Rows.events("pkg:a", last + 1, last + 500, epoch)));
    }

    @Test
    void aStoreIsNotOpenedOnAFullDiskAndTheFileIsNoneTheWorse() throws Exception {
        await(write("pkg:a", 10));
        store.close();
        disk.fill();
        assertThatThrownBy(file::open).isInstanceOf(StoreException.class).hasMessageContaining("cannot be opened");
        disk.free();
        store = file.open();
        assertThat(await(store.read(SHARD, "pkg:a"))).isPresent();
    }

    private CompletionStage<Void> write(String uri, int chars) {
        return store.write(Rows.state(uri, 1, epoch, '"' + "x".repeat(chars) + '"'));
    }

    private void assertHolds(List<String> acknowledged, List<String> refused) {
        for (String uri : acknowledged) {
            assertThat(await(store.read(SHARD, uri))).as(uri).isPresent();
        }
        for (String uri : refused) {
            assertThat(await(store.read(SHARD, uri))).as(uri).isEmpty();
        }
    }

    private List<ILoggingEvent> warnings() {
        return log.list.stream()
                .filter(event -> event.getLevel().isGreaterOrEqual(Level.WARN))
                .toList();
    }
}
