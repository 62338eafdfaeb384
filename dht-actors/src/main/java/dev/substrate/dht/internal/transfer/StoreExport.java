package dev.substrate.dht.internal.transfer;

import dev.substrate.dht.internal.entity.RecordEntity;
import dev.substrate.dht.internal.entity.RecordStateFormat;
import dev.substrate.dht.internal.rule.Restoration;
import dev.substrate.fence.FencedShards;
import dev.substrate.fence.ShardKey;
import dev.substrate.record.InvalidNameException;
import dev.substrate.record.RecordId;
import dev.substrate.store.ShardPage;
import dev.substrate.store.StateRow;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Pages through all records of the store, shard after shard, straight from the store: those of types that nobody here knows,
 * of all places, and the tombstones. Every record that is there all the while is met, some several times; a page sees every write
 * that was acknowledged before it was asked for. Safe for use by several threads.
 *
 * <p>A row that one of the stores may still replace, because its writer was not acknowledged, is read like any other, as a scan
 * does: it is what an operation of unknown outcome has left at that moment.
 */
public final class StoreExport {

    /** The most lines that a page can hold. */
    public static final int LINES_MAX = 1000;

    /**
     * A row that cannot be read.
     *
     * @param id the id of its record
     * @param reason what is wrong with it
     */
    public record Damaged(String id, String reason) {}

    /**
     * A page.
     *
     * @param lines the records, in no order
     * @param cursor for the next page; null if this is the last one
     * @param purged the highest version that was purged in the shards that this page has come to the end of
     * @param shardsDone how many shards are done
     * @param shards how many there are
     */
    public record Page(
            List<StoreLine> lines,
            List<Damaged> damaged,
            @Nullable String cursor,
            long purged,
            int shardsDone,
            int shards) {}

    /** Where a page begins: a shard, and where in it; null for its beginning. */
    private record Position(int shard, @Nullable String from) {}

    private final FencedShards fences;
    private final List<ShardKey> shards;
    private final int rowsAtOnce;
    private final long pageCharsMax;
    private final RecordStateFormat format = new RecordStateFormat();

    /**
     * Makes one.
     *
     * @param rowsAtOnce how many rows are read of the store at once
     * @param pageCharsMax after how many characters of entities a page ends
     */
    public StoreExport(FencedShards fences, int rowsAtOnce, long pageCharsMax) {
        this.fences = fences;
        this.shards = ShardKey.all(RecordEntity.KEY.name(), fences.numberOfShards());
        this.rowsAtOnce = rowsAtOnce;
        this.pageCharsMax = pageCharsMax;
    }

    /**
     * Reads a page.
     *
     * @param cursor from the page before, of whichever node; null for the first page
     * @param linesMax after how many lines the page ends, 1 to {@value #LINES_MAX}
     * @throws InvalidNameException if the cursor is not one of this store
     */
    public CompletionStage<Page> page(@Nullable String cursor, int linesMax) {
        return read(cursor == null ? new Position(0, null) : position(cursor), new Content(linesMax));
    }

    private CompletionStage<Page> read(Position at, Content content) {
        if (at.shard() == shards.size() || content.isFull()) {
            return CompletableFuture.completedFuture(content.page(at));
        }
        ShardKey shard = shards.get(at.shard());
        return fences.store()
                .rows(shard, at.from(), Math.min(rowsAtOnce, content.linesLeft()))
                .thenCompose(page -> {
                    content.add(page);
                    return page.next() == null
                            ? endOf(shard, content)
                                    .thenCompose(ended -> read(new Position(at.shard() + 1, null), content))
                            : read(new Position(at.shard(), page.next()), content);
                });
    }

    /** After its rows: a tombstone that was purged before a page could show it is counted then. */
    private CompletionStage<Void> endOf(ShardKey shard, Content content) {
        return fences.store().purgedVersion(shard).thenAccept(content::purged);
    }

    /** What a page is made of; one stage after the other adds to it. */
    private final class Content {

        private final int linesMax;
        private final List<StoreLine> lines = new ArrayList<>();
        private final List<Damaged> damaged = new ArrayList<>();
        private long chars;
        private long purged;

        Content(int linesMax) {
            this.linesMax = linesMax;
        }

        boolean isFull() {
            return linesLeft() <= 0 || chars >= pageCharsMax;
        }

        int linesLeft() {
            return linesMax - lines.size() - damaged.size();
        }

        void add(ShardPage page) {
            page.damaged().forEach(uri -> damaged.add(new Damaged(uri, "its row cannot be read")));
            page.rows().forEach(this::add);
        }

        private void add(StateRow row) {
            try {
                StoreLine line = new StoreLine(RecordId.parse(row.uri()), Restoration.of(format.read(row)));
                lines.add(line);
                chars += length(line.version().entity()) + length(line.version().deleted());
            } catch (RuntimeException e) {
                damaged.add(new Damaged(row.uri(), String.valueOf(e.getMessage())));
            }
        }

        void purged(long version) {
            purged = Math.max(purged, version);
        }

        Page page(Position next) {
            return new Page(
                    List.copyOf(lines),
                    List.copyOf(damaged),
                    next.shard() == shards.size() ? null : cursor(next),
                    purged,
                    next.shard(),
                    shards.size());
        }

        private static int length(@Nullable String text) {
            return text == null ? 0 : text.length();
        }
    }

    private String cursor(Position next) {
        String text = shards.size() + "/" + next.shard() + "/" + (next.from() == null ? "" : "+" + next.from());
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private Position position(String cursor) {
        try {
            String[] parts = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8).split("/", 3);
            int shard = Integer.parseInt(parts[1]);
            if (parts.length == 3
                    && Integer.parseInt(parts[0]) == shards.size()
                    && shard >= 0
                    && shard < shards.size()) {
                return new Position(shard, parts[2].isEmpty() ? null : parts[2].substring(1));
            }
        } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
            throw new InvalidNameException("This is not a cursor of an export");
        }
        throw new InvalidNameException("This is a cursor of an export of another store: it has other shards");
    }
}
