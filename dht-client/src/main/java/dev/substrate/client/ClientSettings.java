package dev.substrate.client;

import dev.substrate.record.Place;
import java.time.Duration;
import java.util.List;
import org.apache.hc.core5.http.HttpHost;
import org.jspecify.annotations.Nullable;

/** What {@link SubstrateClient.Builder} was told. */
record ClientSettings(
        List<HttpHost> seeds,
        @Nullable Place zone,
        boolean straightToOwners,
        Duration deadline,
        Duration attemptTimeout,
        Duration refreshInterval,
        Duration watchSilenceMax,
        int operationsMax,
        int connectionsPerNodeMax,
        int answerBytesMax,
        int callbackThreads) {

    /** How many records may be read or written at once: as many as a node allows by default. */
    static final int BATCH_KEYS_MAX = 1_000;

    /** The largest entity that is sent, in bytes: what a node reads of a body, and above what it takes. */
    static final int ENTITY_BYTES_MAX = 1024 * 1024;

    /** How many writes an update tries. */
    static final int UPDATE_ATTEMPTS_MAX = 64;

    /** The pause before the second attempt of an update; it doubles, and is jittered by half. */
    static final Duration UPDATE_BACKOFF_MIN = Duration.ofMillis(2);

    /** The longest pause between two attempts of an update. */
    static final Duration UPDATE_BACKOFF_MAX = Duration.ofMillis(250);

    /** How many records' last seen versions are kept, to tell repeated unconditional writes apart. */
    static final int VERSION_HINTS_MAX = 20_000;

    /** How many changes may wait for one who watches. */
    static final int WATCH_BUFFER_MAX = 1_000;
}
