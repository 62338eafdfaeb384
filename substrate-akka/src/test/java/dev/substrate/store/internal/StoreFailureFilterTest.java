package dev.substrate.store.internal;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.spi.FilterReply;
import dev.substrate.fence.FenceLostException;
import dev.substrate.fence.ShardKey;
import dev.substrate.store.StoreException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class StoreFailureFilterTest {

    private final AtomicLong now = new AtomicLong(-1);
    private final StoreFailureFilter filter = new StoreFailureFilter(now::get);
    private final Logger users = new LoggerContext().getLogger("com.example.Basket");

    @Test
    void aFailureOfManyEntitiesIsShownOnceInTenSeconds() {
        assertThat(decide(failure(StoreException.Kind.UNAVAILABLE))).isEqualTo(FilterReply.NEUTRAL);
        now.addAndGet(Duration.ofSeconds(9).toNanos());
        assertThat(decide(failure(StoreException.Kind.UNAVAILABLE))).isEqualTo(FilterReply.DENY);
        assertThat(decide(new RuntimeException(new FenceLostException(new ShardKey("a", 1), 1, 2))))
                .isEqualTo(FilterReply.NEUTRAL);
        now.addAndGet(Duration.ofSeconds(1).toNanos());
        assertThat(decide(failure(StoreException.Kind.UNAVAILABLE))).isEqualTo(FilterReply.NEUTRAL);
    }

    @Test
    void whatConcernsOneEntityIsAlwaysShown() {
        for (int i = 0; i < 3; i++) {
            assertThat(decide(failure(StoreException.Kind.DAMAGED))).isEqualTo(FilterReply.NEUTRAL);
            assertThat(decide(new IllegalStateException("of the user"))).isEqualTo(FilterReply.NEUTRAL);
            assertThat(decide(null)).isEqualTo(FilterReply.NEUTRAL);
            now.incrementAndGet();
        }
    }

    private FilterReply decide(@Nullable Throwable failure) {
        return filter.decide(new LoggingEvent("", users, Level.ERROR, "Supervisor saw failure", failure, null));
    }

    private static RuntimeException failure(StoreException.Kind kind) {
        return new RuntimeException("Failed to persist", new StoreException(kind, "away"));
    }
}
