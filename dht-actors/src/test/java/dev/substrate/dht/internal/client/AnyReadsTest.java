package dev.substrate.dht.internal.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import dev.substrate.dht.internal.RecordSettings;
import dev.substrate.dht.internal.cache.RecordCache;
import dev.substrate.dht.internal.change.ChangeListener;
import dev.substrate.dht.internal.change.ShardChanges;
import dev.substrate.dht.internal.entity.RecordVersion;
import dev.substrate.record.RecordDamagedException;
import dev.substrate.record.RecordId;
import dev.substrate.record.RecordUnavailableException;
import dev.substrate.record.RecordUri;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class AnyReadsTest {

    private static final RecordId ID = RecordId.global(new RecordUri("user", "anna"));
    private static final Duration DEADLINE = Duration.ofSeconds(10);
    private static final Duration CONFIRMED_WITHIN = Duration.ofSeconds(2);

    private final List<String> asked = new ArrayList<>();
    private final List<ChangeListener> followers = new ArrayList<>();
    private CompletableFuture<RecordVersion> confirmed = CompletableFuture.completedFuture(version(5));
    private CompletableFuture<RecordVersion> inMemory = CompletableFuture.completedFuture(version(5));
    private long seen;

    private final AnyReads reads = new AnyReads(
            new RecordCache(
                    RecordSettings.of(ConfigFactory.load()),
                    new ShardChanges() {
                        @Override
                        public void follow(ChangeListener listener, int shard, Duration pollInterval) {
                            followers.add(listener);
                        }

                        @Override
                        public void leave(ChangeListener listener, int shard) {
                            followers.remove(listener);
                        }
                    },
                    1,
                    uri -> 0,
                    Clock.systemUTC(),
                    () -> 0,
                    Runnable::run,
                    new SimpleMeterRegistry()),
            (id, fenced, deadline) -> {
                asked.add((fenced ? "confirmed" : "in memory") + " within " + deadline.toSeconds() + " s");
                return fenced ? confirmed : inMemory;
            },
            id -> seen,
            DEADLINE,
            CONFIRMED_WITHIN);

    @Test
    void theFirstReadOfAShardIsOneOfTheOwnersMemory() {
        assertThat(read()).isEqualTo(5);
        assertThat(asked).containsExactly("in memory within 10 s");
    }

    @Test
    void onceTheShardIsFollowedTheOwnerIsAskedBehindItsFenceAndThenNobody() {
        followed();
        assertThat(read()).isEqualTo(5);
        assertThat(read()).isEqualTo(5);
        assertThat(asked).containsExactly("confirmed within 2 s");
    }

    @Test
    void anOwnerThatCannotAskItsFenceAnswersFromMemoryAndNothingIsKept() {
        followed();
        confirmed = CompletableFuture.failedFuture(new RecordUnavailableException("the store is away"));
        inMemory = CompletableFuture.completedFuture(version(4));
        assertThat(read()).isEqualTo(4);
        assertThat(asked).containsExactly("confirmed within 2 s", "in memory within 10 s");
        confirmed = CompletableFuture.completedFuture(version(5));
        assertThat(read()).isEqualTo(5);
    }

    @Test
    void damageIsNotHiddenByASecondQuestion() {
        followed();
        confirmed = CompletableFuture.failedFuture(new RecordDamagedException(ID.uri(), "no JSON"));
        assertThat(reads.read(ID).toCompletableFuture()).isCompletedExceptionally();
        assertThat(asked).containsExactly("confirmed within 2 s");
    }

    @Test
    void aMemoryThatIsOlderThanWhatThisNodeHasSeenIsNotShown() {
        seen = 5;
        inMemory = CompletableFuture.completedFuture(version(4));
        assertThat(read()).isEqualTo(5);
        assertThat(asked).containsExactly("in memory within 10 s", "confirmed within 10 s");
    }

    private long read() {
        return reads.read(ID).toCompletableFuture().join().version();
    }

    private void followed() {
        assertThat(read()).isEqualTo(5);
        followers.get(0).onPosition(0, 1, 0);
        asked.clear();
    }

    private static RecordVersion version(long version) {
        return new RecordVersion(version, Instant.EPOCH, Instant.EPOCH, null, 1, "node", "r", "\"" + version + "\"");
    }
}
