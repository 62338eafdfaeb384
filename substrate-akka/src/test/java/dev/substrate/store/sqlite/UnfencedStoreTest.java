package dev.substrate.store.sqlite;

import static dev.substrate.store.sqlite.Answers.assertFenceLost;
import static dev.substrate.store.sqlite.Answers.await;
import static dev.substrate.store.sqlite.Rows.SHARD;
import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.substrate.store.FencedStore;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnfencedStoreTest {

    @TempDir
    Path folder;

    @Test
    void withoutFencesAStaleOwnerIsBelieved() {
        try (FencedStore store = open("testing.unfenced = true")) {
            long stale = await(store.raiseEpoch(SHARD, "a"));
            await(store.raiseEpoch(SHARD, "b"));
            assertThat(await(store.confirm(SHARD, stale))).isTrue();
            await(store.write(Rows.state("pkg:a", 1, stale, "1")));
            await(store.append(Rows.events("pkg:a", 1, 1, stale)));
        }
    }

    @Test
    void fencesAreOnUnlessATestSwitchesThemOff() {
        for (String switched : new String[] {"", "testing.unfenced = false"}) {
            try (FencedStore store = open(switched)) {
                long stale = await(store.raiseEpoch(SHARD, "a"));
                await(store.raiseEpoch(SHARD, "b"));
                assertThat(await(store.confirm(SHARD, stale))).isFalse();
                assertFenceLost(store.write(Rows.state("pkg:a", 1, stale, "1")));
            }
        }
    }

    private FencedStore open(String switched) {
        Config substrate = ConfigFactory.parseString(switched)
                .withFallback(ConfigFactory.parseString("sqlite.file = \"" + folder.resolve("store.db") + "\""))
                .withFallback(ConfigFactory.load().getConfig("substrate"));
        return new SqliteStoreProvider().open(substrate, new SimpleMeterRegistry());
    }
}
