package dev.substrate.cli.transfer;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.substrate.cli.json.JsonObject;
import dev.substrate.cli.json.RawJson;
import java.io.IOException;

/** A record as it stands in a page of records; its entity byte by byte. */
public final class ListedRecord {

    private String uri = "";
    private long version = -1;
    private String modified = "";
    private byte[] entity = new byte[0];

    private ListedRecord() {}

    /** Reads the object that {@code parser} stands on. */
    static ListedRecord read(JsonParser parser, byte[] source) throws IOException {
        ListedRecord read = new ListedRecord();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            switch (name) {
                case "uri" -> read.uri = parser.getText();
                case "version" -> read.version = parser.getLongValue();
                case "modified" -> read.modified = parser.getText();
                case "entity" -> read.entity = RawJson.value(parser, source);
                default -> parser.skipChildren();
            }
        }
        return read;
    }

    /** Returns {@code scheme:id}. */
    public String uri() {
        return uri;
    }

    /** Returns the version. */
    public long version() {
        return version;
    }

    /** Returns when that version was written. */
    public String modified() {
        return modified;
    }

    /** Returns the JSON of the entity. */
    public byte[] entity() {
        return entity;
    }

    /** Returns the record as one JSON object. */
    public byte[] toJson() {
        return new JsonObject()
                .with("uri", uri)
                .with("version", version)
                .with("modified", modified)
                .raw("entity", entity)
                .toBytes();
    }

    /**
     * Returns the record as a line of an import file, without the line feed.
     *
     * <p>Line ends inside the entity, which can only be between its tokens, become spaces: a line holds one record.
     */
    byte[] toImportLine() {
        byte[] flat = entity.clone();
        for (int i = 0; i < flat.length; i++) {
            if (flat[i] == '\n' || flat[i] == '\r') {
                flat[i] = ' ';
            }
        }
        return new JsonObject().with("uri", uri).raw("entity", flat).toBytes();
    }
}
