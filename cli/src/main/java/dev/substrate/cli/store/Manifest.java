package dev.substrate.cli.store;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import dev.substrate.cli.json.JsonDocument;
import dev.substrate.cli.json.JsonObject;
import dev.substrate.cli.json.RawJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What is in an export.
 *
 * @param store the id of the store that it is of
 * @param begun when it was begun
 * @param ended when it was complete; empty if it is not
 * @param cursor where it goes on; empty at the beginning, and when it is complete
 * @param purged the highest version that was purged in the store
 * @param types how many lines there are of each type
 * @param damaged the rows that could not be read, and are not in it
 * @param parts the part files, in their order
 */
record Manifest(
        String store,
        String begun,
        String ended,
        String cursor,
        long purged,
        Map<String, Counts> types,
        List<Damaged> damaged,
        List<Part> parts) {

    /** What this release writes, and what it reads. */
    static final long FORMAT = 1;

    private static final String KIND = "substrate store export";
    private static final int DEPTH_MAX = 10;
    private static final JsonFactory JSON = RawJson.factory(DEPTH_MAX);

    /** How many lines there are of a type. */
    record Counts(long records, long tombstones) {

        static final Counts NONE = new Counts(0, 0);

        Counts plus(boolean tombstone) {
            return new Counts(records + (tombstone ? 0 : 1), tombstones + (tombstone ? 1 : 0));
        }
    }

    /** A row that could not be read. */
    record Damaged(String id, String reason) {}

    /**
     * A part file.
     *
     * @param bytes how large the file is
     */
    record Part(String name, long lines, long bytes, String sha256) {}

    /** Copies what is in it. */
    Manifest {
        types = Map.copyOf(types);
        damaged = List.copyOf(damaged);
        parts = List.copyOf(parts);
    }

    /** Returns the manifest of an export that begins. */
    static Manifest begin(String store, String begun) {
        return new Manifest(store, begun, "", "", 0, Map.of(), List.of(), List.of());
    }

    boolean complete() {
        return !ended.isEmpty();
    }

    long lines() {
        return parts.stream().mapToLong(Part::lines).sum();
    }

    long bytes() {
        return parts.stream().mapToLong(Part::bytes).sum();
    }

    /** Returns the text of the manifest's file, with a checksum of its own. */
    byte[] toBytes() {
        byte[] content = content();
        byte[] whole = new JsonObject()
                .raw("manifest", content)
                .with("sha256", Checksum.of(content))
                .toBytes();
        return (new String(whole, StandardCharsets.UTF_8) + "\n").getBytes(StandardCharsets.UTF_8);
    }

    private byte[] content() {
        JsonObject json = new JsonObject()
                .with("kind", KIND)
                .with("format", FORMAT)
                .with("store", store)
                .with("begun", begun)
                .with("ended", ended)
                .with("complete", complete())
                .with("cursor", cursor)
                .with("purged", purged)
                .with("lines", lines());
        List<byte[]> ofTypes = new ArrayList<>();
        new TreeMap<>(types)
                .forEach((type, counts) -> ofTypes.add(new JsonObject()
                        .with("type", type)
                        .with("records", counts.records())
                        .with("tombstones", counts.tombstones())
                        .toBytes()));
        json.raw("types", array(ofTypes));
        json.raw(
                "damaged",
                array(damaged.stream()
                        .map(row -> new JsonObject()
                                .with("id", row.id())
                                .with("reason", row.reason())
                                .toBytes())
                        .toList()));
        json.raw(
                "parts",
                array(parts.stream()
                        .map(part -> new JsonObject()
                                .with("name", part.name())
                                .with("lines", part.lines())
                                .with("bytes", part.bytes())
                                .with("sha256", part.sha256())
                                .toBytes())
                        .toList()));
        return json.toBytes();
    }

    /** One value on each line, for people. */
    private static byte[] array(List<byte[]> values) {
        StringBuilder array = new StringBuilder("[");
        for (int i = 0; i < values.size(); i++) {
            array.append(i == 0 ? "\n" : ",\n").append(new String(values.get(i), StandardCharsets.UTF_8));
        }
        return array.append(values.isEmpty() ? "]" : "\n]").toString().getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Reads the text of a manifest's file.
     *
     * @throws IOException if it is not what {@link #toBytes} has made; the message is the end of a sentence about the file
     */
    static Manifest parse(byte[] file) throws IOException {
        byte[] content = new byte[0];
        String sha256 = "";
        try (JsonParser parser = JSON.createParser(file)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new IOException("is no manifest of an export");
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                parser.nextToken();
                if (name.equals("manifest")) {
                    content = RawJson.value(parser, file);
                } else {
                    sha256 = parser.getText();
                }
            }
        } catch (JsonProcessingException e) {
            throw new IOException("is no manifest of an export: " + e.getOriginalMessage(), e);
        }
        if (!Checksum.of(content).equals(sha256)) {
            throw new IOException("does not have the checksum that it says it has: it was changed or damaged");
        }
        JsonDocument json = JsonDocument.parse(content);
        if (!json.text("kind").equals(KIND)) {
            throw new IOException("is no manifest of an export");
        }
        if (json.number("format") != FORMAT) {
            throw new IOException("has the format " + json.text("format") + ", and this release reads " + FORMAT);
        }
        return of(json);
    }

    private static Manifest of(JsonDocument json) {
        Map<String, Counts> types = new TreeMap<>();
        json.objects("types")
                .forEach(type ->
                        types.put(type.text("type"), new Counts(type.number("records"), type.number("tombstones"))));
        return new Manifest(
                json.text("store"),
                json.text("begun"),
                json.text("ended"),
                json.text("cursor"),
                json.number("purged"),
                types,
                json.objects("damaged").stream()
                        .map(row -> new Damaged(row.text("id"), row.text("reason")))
                        .toList(),
                json.objects("parts").stream()
                        .map(part -> new Part(
                                part.text("name"), part.number("lines"), part.number("bytes"), part.text("sha256")))
                        .toList());
    }
}
