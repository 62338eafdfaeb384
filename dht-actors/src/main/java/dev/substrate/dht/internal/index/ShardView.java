package dev.substrate.dht.internal.index;

import akka.actor.typed.ActorRef;
import dev.substrate.dht.internal.RecordSettings.Indexing;
import dev.substrate.dht.internal.change.ChangeListener;
import dev.substrate.store.ChangePage.Change;
import dev.substrate.store.StateRow;
import dev.substrate.store.VersionPage;
import java.time.Clock;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads the indexed fields out of what changes in a shard, and tells the host. The fields are read here, on the feed's thread, so
 * that no more rows are in memory than the feed has just read.
 */
final class ShardView implements ChangeListener {

    private final int shard;
    private final String type;
    private final List<String> fields;
    private final FieldReader reader;
    private final Indexing settings;
    private final ActorRef<IndexHost.Message> host;
    private final LongSupplier nanoTime;
    private final Clock clock;

    ShardView(
            int shard,
            String type,
            List<String> fields,
            Indexing settings,
            ActorRef<IndexHost.Message> host,
            LongSupplier nanoTime,
            Clock clock) {
        this.shard = shard;
        this.type = type;
        this.fields = fields;
        this.reader = new FieldReader(fields);
        this.settings = settings;
        this.host = host;
        this.nanoTime = nanoTime;
        this.clock = clock;
    }

    int shard() {
        return shard;
    }

    String type() {
        return type;
    }

    List<String> fields() {
        return fields;
    }

    @Override
    public void onRow(int ofShard, Change change, boolean settled) {
        StateRow row = change.row();
        if (row.type().equals(type)) {
            host.tell(new IndexHost.Seen(
                    this, row.uri(), row.version(), contents(row), settled, settled ? null : doubtUntilNanos(row)));
        }
    }

    /** Whatever its type is: a question names the beginning of ids, and so the type. */
    @Override
    public void onDamaged(int ofShard, VersionPage.Damaged damaged) {
        host.tell(new IndexHost.Damaged(this, damaged.uri()));
    }

    @Override
    public void onPosition(int ofShard, long offset, long asOfNanos) {
        host.tell(new IndexHost.Position(this, asOfNanos));
    }

    private Contents contents(StateRow row) {
        String entity = row.entity();
        if (entity == null) {
            return Contents.NONE;
        }
        try {
            return Contents.of(reader.read(entity), settings.valuesPerRecordMax());
        } catch (RuntimeException e) {
            // Whoever reads the record is told what is wrong with it.
            return Contents.UNKNOWN;
        }
    }

    /** Returns null for what was written so long ago that nobody can still be about to build upon what was before it. */
    private @Nullable Long doubtUntilNanos(StateRow row) {
        boolean old = row.modified().plus(settings.doubt()).isBefore(clock.instant());
        return old ? null : nanoTime.getAsLong() + settings.doubt().toNanos();
    }
}
