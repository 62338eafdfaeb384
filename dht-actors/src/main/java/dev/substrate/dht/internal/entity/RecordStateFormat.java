package dev.substrate.dht.internal.entity;

import akka.actor.ExtendedActorSystem;
import dev.substrate.dht.internal.RecordSettings;
import dev.substrate.dht.internal.rule.DamagedRecord;
import dev.substrate.dht.internal.rule.RecordState;
import dev.substrate.dht.internal.rule.StoredRecord;
import dev.substrate.record.RecordId;
import dev.substrate.store.KeptVersion;
import dev.substrate.store.StateFormat;
import dev.substrate.store.StateRow;
import java.time.Duration;
import java.util.function.Function;

/** Lays out a record in the columns of the store; the entity stays as it was written, character by character. */
public final class RecordStateFormat implements StateFormat<StoredRecord> {

    /** Bounds may have been lowered since a row was written, so what is read need only be JSON. */
    private static final EntityText ANY_SIZE = new EntityText(Integer.MAX_VALUE, Integer.MAX_VALUE);

    private final Function<String, Duration> keptFor;

    /** Reads records, and writes such as are not kept when newer versions take their place. */
    public RecordStateFormat() {
        this(type -> Duration.ZERO);
    }

    /** @param keptFor how long the versions of a type are kept */
    RecordStateFormat(Function<String, Duration> keptFor) {
        this.keptFor = keptFor;
    }

    /** Made by name, from the settings. */
    public RecordStateFormat(ExtendedActorSystem system) {
        RecordSettings settings = RecordSettings.of(system.settings().config());
        keptFor = settings::versionsKeptFor;
    }

    @Override
    public Document write(String uri, StoredRecord record) {
        if (!(record instanceof RecordState state)) {
            throw new IllegalStateException("Nothing was written: '" + uri + "' is damaged");
        }
        String type = RecordId.parse(uri).type();
        return new Document(
                type,
                !state.present(),
                state.created(),
                state.modified(),
                HeaderText.write(state, state.memory()),
                state.entity(),
                state.version(),
                kept(type, state));
    }

    /** Only the newest version is asked for requests that came before the one that made it. */
    private KeptVersion kept(String type, RecordState state) {
        Duration duration = keptFor.apply(type);
        return duration.isZero()
                ? KeptVersion.NOT_KEPT
                : new KeptVersion(
                        duration, HeaderText.write(state, state.memory().ofNewestVersion()));
    }

    @Override
    public RecordState read(StateRow row) {
        requireEntity(row);
        if (row.version() < 1) {
            throw new UnreadableRowException("its version is " + row.version());
        }
        HeaderText.Headers headers = HeaderText.read(row.headers(), row.version());
        return new RecordState(
                row.version(),
                row.created(),
                row.modified(),
                headers.expires(),
                headers.typeVersion(),
                headers.writer(),
                row.entity(),
                headers.deleted(),
                headers.memory());
    }

    @Override
    public boolean purgesDeleted() {
        return true;
    }

    @Override
    public StoredRecord damaged(String uri, String reason) {
        return new DamagedRecord(reason);
    }

    /**
     * Checks that a row has an entity, or is a tombstone.
     *
     * @throws RuntimeException if it is not; the message is the end of a sentence about the row
     */
    public static void requireEntity(StateRow row) {
        String entity = row.entity();
        if (row.tombstone() != (entity == null)) {
            throw new UnreadableRowException(
                    row.tombstone() ? "it is a tombstone with an entity" : "it has no entity and is no tombstone");
        }
        if (entity != null) {
            ANY_SIZE.check(entity).ifPresent(fault -> {
                throw new UnreadableRowException(fault.reason().replaceFirst("\\.$", ""));
            });
        }
    }
}
