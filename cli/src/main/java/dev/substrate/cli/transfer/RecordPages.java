package dev.substrate.cli.transfer;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.substrate.cli.http.ClusterClient;
import dev.substrate.cli.http.Paths;
import dev.substrate.cli.http.Refusal;
import dev.substrate.cli.http.Request;
import dev.substrate.cli.http.Response;
import dev.substrate.cli.http.ScopeText;
import dev.substrate.cli.json.RawJson;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Reads all records of a type, page by page. */
public final class RecordPages {

    private static final int LIMIT_MAX = 1000;
    private static final int FIRST_LIMIT = 100;

    /** Pages of large records have fewer of them, so that neither side holds much more than this at once. */
    private static final int PAGE_BYTES_GOAL = 4 * 1024 * 1024;

    private static final JsonFactory JSON = RawJson.factory(Integer.MAX_VALUE);

    private final ClusterClient client;
    private final String scheme;
    private final ScopeText scope;
    private final String prefix;
    private final String where;
    private String cursor = "";
    private int limit = FIRST_LIMIT;
    private boolean atEnd;

    /** Makes a reader of the records of type {@code scheme} in a scope whose id starts with {@code prefix}. */
    public RecordPages(ClusterClient client, String scheme, ScopeText scope, String prefix) {
        this(client, scheme, scope, prefix, "");
    }

    /**
     * Makes a reader of those that meet conditions.
     *
     * @param where see {@link Paths#where}
     */
    public RecordPages(ClusterClient client, String scheme, ScopeText scope, String prefix, String where) {
        this.client = client;
        this.scheme = scheme;
        this.scope = scope;
        this.prefix = prefix;
        this.where = where;
    }

    /** Returns whether there may be more. */
    public boolean hasNext() {
        return !atEnd;
    }

    /** Returns the next records, at most {@code atMost}. */
    public List<ListedRecord> next(long atMost) throws IOException {
        int asked = (int) Math.min(limit, Math.max(1, atMost));
        Response response = client.send(Request.get(Paths.page(scheme, scope, prefix, asked, cursor) + where));
        if (response.status() != 200) {
            throw Refusal.of(response).ending(false);
        }
        String before = cursor;
        cursor = "";
        List<ListedRecord> records = parse(response.body());
        atEnd = cursor.isEmpty();
        if (!atEnd && cursor.equals(before)) {
            throw new IOException("The node gave the same page twice");
        }
        if (!records.isEmpty()) {
            long bytesEach = Math.max(1, response.body().length / records.size());
            limit = (int) Math.max(1, Math.min(LIMIT_MAX, PAGE_BYTES_GOAL / bytesEach));
        }
        return records;
    }

    private List<ListedRecord> parse(byte[] page) throws IOException {
        List<ListedRecord> records = new ArrayList<>();
        try (JsonParser parser = JSON.createParser(page)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new IOException("The answer is not a page of records");
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                JsonToken value = parser.nextToken();
                if (name.equals("records") && value == JsonToken.START_ARRAY) {
                    while (parser.nextToken() == JsonToken.START_OBJECT) {
                        records.add(ListedRecord.read(parser, page));
                    }
                } else if (name.equals("cursor") && value == JsonToken.VALUE_STRING) {
                    cursor = parser.getText();
                } else {
                    parser.skipChildren();
                }
            }
        }
        return records;
    }
}
