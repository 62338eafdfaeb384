package dev.substrate.dht.internal.client;

import dev.substrate.dht.internal.entity.RecordEntity;
import dev.substrate.dht.internal.entity.RecordStateFormat;
import dev.substrate.record.InvalidNameException;
import dev.substrate.record.Place;
import dev.substrate.record.RecordId;
import dev.substrate.record.RecordUri;
import dev.substrate.store.FencedStore;
import dev.substrate.store.StatePage;
import dev.substrate.store.StateRow;
import dev.substrate.store.StateScan;
import dev.substrate.store.StoreException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Pages through the records of a type, straight from the store: a page sees every write that was acknowledged before it. */
public final class RecordScan {

    /** The most records that a page can hold. */
    public static final int ROWS_MAX = 1000;

    /**
     * A page.
     *
     * @param records in the order of their URIs
     * @param cursor for the next page; null if this is the last one
     */
    public record Page(List<StateRow> records, @Nullable String cursor) {}

    private final FencedStore store;
    private final long pageBytesMax;

    RecordScan(FencedStore store, long pageBytesMax) {
        this.store = store;
        this.pageBytesMax = pageBytesMax;
    }

    /**
     * Reads a page.
     *
     * @param place where their names hold
     * @param scheme the records' type
     * @param idPrefix how their ids start
     * @param limit 1 to {@value #ROWS_MAX}
     * @param cursor from the page before, or null
     * @throws InvalidNameException if the scheme or the cursor is not one
     */
    public CompletionStage<Page> page(Place place, String scheme, String idPrefix, int limit, @Nullable String cursor) {
        RecordUri.requireScheme(scheme);
        String all = RecordId.prefix(place, scheme);
        return store.scan(new StateScan(
                        RecordEntity.KEY.name(),
                        scheme,
                        all + idPrefix,
                        cursor == null ? null : afterId(all, cursor),
                        limit,
                        pageBytesMax))
                .thenApply(page -> {
                    page.rows().forEach(RecordScan::requireReadable);
                    return new Page(page.rows(), page.more() ? cursorAfter(page) : null);
                });
    }

    /** Finds an entity that is no JSON before it spoils the page that it is part of. */
    private static void requireReadable(StateRow row) {
        try {
            RecordStateFormat.requireEntity(row);
        } catch (RuntimeException e) {
            throw new StoreException(
                    StoreException.Kind.DAMAGED, "The row of '" + row.uri() + "' cannot be read: " + e.getMessage(), e);
        }
    }

    private static String cursorAfter(StatePage page) {
        String last = page.rows().get(page.rows().size() - 1).uri();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(last.getBytes(StandardCharsets.UTF_8));
    }

    private static String afterId(String all, String cursor) {
        try {
            String id = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
            if (id.startsWith(all)) {
                return id;
            }
        } catch (IllegalArgumentException e) {
            throw new InvalidNameException("This is not a cursor of a scan: it is not in base 64");
        }
        throw new InvalidNameException("This cursor is not of a scan of '" + all + "…'");
    }
}
