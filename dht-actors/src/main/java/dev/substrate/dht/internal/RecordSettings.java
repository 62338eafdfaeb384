package dev.substrate.dht.internal;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigUtil;
import dev.substrate.record.RecordType;
import dev.substrate.record.RecordUri;
import dev.substrate.record.Scope;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

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
        Duration requestsRememberedFor,
        Duration requestDeadline,
        Duration resendAfter,
        int updateAttemptsMax,
        Duration updateBackoffMin,
        Duration updateBackoffMax,
        int callsMax,
        int batchKeysMax,
        int waitingMax,
        int versionHintsMax,
        long scanPageBytesMax,
        int largeEntityChars,
        Duration largeEntityIdle,
        Duration damageRemembered,
        Duration tombstoneGrace,
        Duration localScanInterval,
        int localScanRowsPerSecondMax,
        int localScanPageRows,
        int localScanAtOnceMax,
        Duration versionsKeptFor,
        Watching watching,
        Following following,
        Indexing indexing,
        Caching caching,
        Map<String, TypeSettings> types) {

    /**
     * How records are watched.
     *
     * @param bufferMax how many changes may wait for one who watches
     * @param pollInterval how long until a shard is looked at of which nothing was heard
     * @param progressInterval how often those are told who see nothing
     * @param pageRowsMax how many rows are read at a time
     * @param readsAtOnceMax how many shards are read at a time
     * @param rememberedMax of how many records of a shard it is remembered what was shown
     */
    public record Watching(
            int bufferMax,
            Duration pollInterval,
            Duration progressInterval,
            int pageRowsMax,
            int readsAtOnceMax,
            int rememberedMax) {

        static Watching of(Config record) {
            return new Watching(
                    record.getInt("watch-buffer-max"),
                    record.getDuration("watch-poll-interval"),
                    record.getDuration("watch-progress-interval"),
                    record.getInt("watch-page-rows-max"),
                    record.getInt("watch-reads-at-once-max"),
                    record.getInt("watch-records-remembered-max"));
        }
    }

    /**
     * How changes of shards are followed.
     *
     * @param pageRowsMax how many rows are read at a time
     * @param readsAtOnceMax how many shards are read at a time
     * @param restMin how long a shard is left alone after it was read
     */
    public record Following(int pageRowsMax, int readsAtOnceMax, Duration restMin) {

        static Following of(Config record) {
            return new Following(
                    record.getInt("change-page-rows-max"),
                    record.getInt("change-reads-at-once-max"),
                    record.getDuration("change-rest-min"));
        }
    }

    /**
     * How records are found by their fields.
     *
     * @param entriesMax how many values and records the views of a node may hold
     * @param valuesPerRecordMax how many values of a record are in a view
     * @param pollInterval how long until a shard is looked at of which nothing was heard
     * @param idle how long a view is kept that nobody asks
     * @param doubt how long a record is looked at in any case of which the version before is not known
     * @param queriesMax how many pages may be under way on a node
     * @param shardsAtOnceMax how many shards a query asks at a time
     * @param readsAtOnceMax how many records a query reads at a time
     * @param silenceMax how long a node may be silent before another one is asked
     * @param queryDeadline how long a page may take
     */
    public record Indexing(
            long entriesMax,
            int valuesPerRecordMax,
            Duration pollInterval,
            Duration idle,
            Duration doubt,
            int queriesMax,
            int shardsAtOnceMax,
            int readsAtOnceMax,
            Duration silenceMax,
            Duration queryDeadline) {

        static Indexing of(Config record) {
            return new Indexing(
                    record.getLong("index-entries-max"),
                    record.getInt("index-values-per-record-max"),
                    record.getDuration("index-poll-interval"),
                    record.getDuration("index-idle"),
                    record.getDuration("index-doubt"),
                    record.getInt("queries-max"),
                    record.getInt("query-shards-at-once-max"),
                    record.getInt("query-reads-at-once-max"),
                    record.getDuration("query-silence-max"),
                    record.getDuration("query-deadline"));
        }
    }

    /**
     * What a node keeps of the records that it has read.
     *
     * @param entriesMax how many records at most; 0 for none
     * @param charsMax how many characters of entities at most
     * @param stalenessMax how old what is answered may be
     * @param ageMax how long a record is kept of which nothing is heard
     */
    public record Caching(int entriesMax, int charsMax, Duration stalenessMax, Duration ageMax) {

        static Caching of(Config cache) {
            return new Caching(
                    cache.getInt("entries-max"),
                    cache.getInt("chars-max"),
                    cache.getDuration("staleness-max"),
                    cache.getDuration("age-max"));
        }
    }

    /** What is set for one type; null for what is set for all. */
    private record TypeSettings(
            @Nullable Scope scope,
            @Nullable Duration tombstoneGrace,
            @Nullable Duration versionsKeptFor,
            Set<String> indexes) {

        static TypeSettings of(Config type) {
            return new TypeSettings(
                    type.hasPath("scope") ? type.getEnum(Scope.class, "scope") : null,
                    type.hasPath("tombstone-grace") ? type.getDuration("tombstone-grace") : null,
                    type.hasPath("versions-kept-for") ? type.getDuration("versions-kept-for") : null,
                    type.hasPath("indexes") ? fields(type) : Set.of());
        }

        private static Set<String> fields(Config type) {
            // As a type that a program declares, so that the same bounds hold.
            return RecordType.json("x")
                    .indexed(type.getStringList("indexes").toArray(String[]::new))
                    .indexes();
        }
    }

    /** Reads them from the configuration of an actor system. */
    public static RecordSettings of(Config config) {
        Config record = config.getConfig("substrate.record");
        return new RecordSettings(
                record.getInt("entity-bytes-max"),
                record.getInt("entity-depth-max"),
                record.getInt("requests-remembered-max"),
                record.getDuration("requests-remembered-for"),
                record.getDuration("request-deadline"),
                record.getDuration("resend-after"),
                record.getInt("update-attempts-max"),
                record.getDuration("update-backoff-min"),
                record.getDuration("update-backoff-max"),
                record.getInt("calls-max"),
                record.getInt("batch-keys-max"),
                record.getInt("waiting-max"),
                record.getInt("version-hints-max"),
                record.getLong("scan-page-bytes-max"),
                record.getInt("large-entity-chars"),
                record.getDuration("large-entity-idle"),
                record.getDuration("damage-remembered"),
                record.getDuration("tombstone-grace"),
                record.getDuration("local-scan-interval"),
                record.getInt("local-scan-rows-per-second-max"),
                record.getInt("local-scan-page-rows"),
                record.getInt("local-scan-at-once-max"),
                record.getDuration("versions-kept-for"),
                Watching.of(record),
                Following.of(record),
                Indexing.of(record),
                Caching.of(record.getConfig("cache")),
                types(record.getConfig("types")));
    }

    /** Returns how long tombstones of a type stay. */
    public Duration tombstoneGrace(String type) {
        @Nullable TypeSettings own = types.get(type);
        return own == null || own.tombstoneGrace() == null ? tombstoneGrace : own.tombstoneGrace();
    }

    /** Returns how long versions of a type are kept when newer ones took their place. */
    public Duration versionsKeptFor(String type) {
        @Nullable TypeSettings own = types.get(type);
        return own == null || own.versionsKeptFor() == null ? versionsKeptFor : own.versionsKeptFor();
    }

    /** Returns how far names of a type reach that the program has not registered. */
    public Scope scope(String type) {
        @Nullable TypeSettings own = types.get(type);
        return own == null || own.scope() == null ? Scope.GLOBAL : own.scope();
    }

    /** Returns the indexed fields of a type, besides those that programs declare. */
    public Set<String> indexes(String type) {
        @Nullable TypeSettings own = types.get(type);
        return own == null ? Set.of() : own.indexes();
    }

    private static Map<String, TypeSettings> types(Config types) {
        Map<String, TypeSettings> read = new HashMap<>();
        for (String type : types.root().keySet()) {
            RecordUri.requireScheme(type);
            read.put(type, TypeSettings.of(types.getConfig(ConfigUtil.quoteString(type))));
        }
        return Map.copyOf(read);
    }
}
