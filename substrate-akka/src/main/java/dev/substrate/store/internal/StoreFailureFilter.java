package dev.substrate.store.internal;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxy;
import ch.qos.logback.core.filter.Filter;
import ch.qos.logback.core.spi.FilterReply;
import dev.substrate.fence.FenceLostException;
import dev.substrate.store.StoreException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * Keeps Akka from logging the same failure of a store once for each entity: it lets one line through for each kind of
 * failure, and the next one after ten seconds. The store itself, and the fences, log when it begins and when it ends.
 *
 * <p>Damage and conflicts concern one entity, so they always pass.
 */
public final class StoreFailureFilter extends Filter<ILoggingEvent> {

    private static final Duration SILENCE = Duration.ofSeconds(10);
    private static final int CAUSES_MAX = 20;

    private final Map<String, Long> lastShown = new ConcurrentHashMap<>();
    private final LongSupplier nanos;

    /** Made by Logback. */
    public StoreFailureFilter() {
        this(System::nanoTime);
    }

    StoreFailureFilter(LongSupplier nanos) {
        this.nanos = nanos;
    }

    @Override
    public FilterReply decide(ILoggingEvent event) {
        if (!(event.getThrowableProxy() instanceof ThrowableProxy proxy)
                || event.getLoggerName().startsWith("dev.substrate.")) {
            return FilterReply.NEUTRAL;
        }
        return kind(proxy.getThrowable()).filter(this::wasShownLately).isPresent()
                ? FilterReply.DENY
                : FilterReply.NEUTRAL;
    }

    private boolean wasShownLately(String kind) {
        long now = nanos.getAsLong();
        long shown = lastShown.merge(kind, now, (before, later) -> later - before < SILENCE.toNanos() ? before : later);
        return shown != now;
    }

    /** Returns which of the failures this is that come to many entities at once. */
    private static Optional<String> kind(Throwable failure) {
        Throwable cause = failure;
        for (int i = 0; i < CAUSES_MAX && cause != null; i++) {
            if (cause instanceof FenceLostException) {
                return Optional.of("FENCE_LOST");
            }
            if (cause instanceof StoreException store) {
                return switch (store.kind()) {
                    case BUSY, UNAVAILABLE, UNKNOWN -> Optional.of(store.kind().name());
                    case DAMAGED, VERSION_CONFLICT -> Optional.empty();
                };
            }
            cause = cause.getCause();
        }
        return Optional.empty();
    }
}
