package dev.substrate.cli.store;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import dev.substrate.cli.json.RawJson;
import dev.substrate.record.InvalidNameException;
import dev.substrate.record.RecordId;
import java.io.IOException;

/**
 * What the command needs to know of a line of an export; all else is the nodes' business.
 *
 * @param id which record
 * @param tombstone whether the version is a deletion
 */
record LineFacts(RecordId id, boolean tombstone) {

    private static final JsonFactory JSON = RawJson.factory(Integer.MAX_VALUE);

    /** @throws IOException if it is no line of an export; the message is the end of a sentence about the line */
    static LineFacts of(byte[] line) throws IOException {
        String id = "";
        boolean tombstone = false;
        try (JsonParser parser = JSON.createParser(line)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new IOException("is no JSON object");
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                JsonToken value = parser.nextToken();
                if (name.equals("id")) {
                    id = parser.getText();
                } else if (name.equals("tombstone")) {
                    tombstone = value == JsonToken.VALUE_TRUE;
                } else {
                    parser.skipChildren();
                }
            }
            return new LineFacts(RecordId.parse(id), tombstone);
        } catch (JsonProcessingException e) {
            throw new IOException("is not JSON: " + e.getOriginalMessage(), e);
        } catch (InvalidNameException e) {
            throw new IOException("names no record: " + e.getMessage(), e);
        }
    }
}
