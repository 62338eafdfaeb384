package dev.substrate.dht.internal;

import com.typesafe.config.Config;
import java.time.Duration;

/**
 * The settings under {@code substrate.record}, explained in {@code reference.conf}.
 *
 * @param entityBytesMax the largest entity, in bytes of UTF-8
 * @param entityDepthMax the deepest entity
 */
public record RecordSettings(
        int entityBytesMax,
        int entityDepthMax,
        int requestsRememberedMax,
        Duration requestDeadline,
        Duration resendAfter,
        int updateAttemptsMax,
        Duration updateBackoffMin,
        Duration updateBackoffMax,
        int callsMax,
        int waitingMax,
        int versionHintsMax,
        long scanPageBytesMax,
        int largeEntityChars,
        Duration largeEntityIdle,
        Duration damageRemembered) {

    /** Reads them from the configuration of an actor system. */
    public static RecordSettings of(Config config) {
        Config record = config.getConfig("substrate.record");
        return new RecordSettings(
                record.getInt("entity-bytes-max"),
                record.getInt("entity-depth-max"),
                record.getInt("requests-remembered-max"),
                record.getDuration("request-deadline"),
                record.getDuration("resend-after"),
                record.getInt("update-attempts-max"),
                record.getDuration("update-backoff-min"),
                record.getDuration("update-backoff-max"),
                record.getInt("calls-max"),
                record.getInt("waiting-max"),
                record.getInt("version-hints-max"),
                record.getLong("scan-page-bytes-max"),
                record.getInt("large-entity-chars"),
                record.getDuration("large-entity-idle"),
                record.getDuration("damage-remembered"));
    }
}
