package dev.substrate.dht.internal.index;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import dev.substrate.record.FieldValue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the values of some fields out of the text of an entity, without making a tree of it. Safe for use by several threads. */
final class FieldReader {

    /** What was checked when it was written is read whatever the bounds are now. */
    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(Integer.MAX_VALUE)
                    .maxNumberLength(Integer.MAX_VALUE)
                    .maxStringLength(Integer.MAX_VALUE)
                    .maxNameLength(Integer.MAX_VALUE)
                    .build())
            .build();

    private final JsonPointer[] fields;

    /** @param fields JSON pointers */
    FieldReader(List<String> fields) {
        this.fields = fields.stream().map(JsonPointer::compile).toArray(JsonPointer[]::new);
    }

    /**
     * Returns the values of each field, in the order of the fields. The elements of an array are values of the field that holds
     * it; {@code null}, objects and arrays within arrays are none.
     *
     * @throws UncheckedIOException if the text is not JSON
     */
    List<List<FieldValue>> read(String entity) {
        List<List<FieldValue>> values = new ArrayList<>();
        for (int i = 0; i < fields.length; i++) {
            values.add(new ArrayList<>());
        }
        try (JsonParser parser = JSON.createParser(entity)) {
            parser.nextToken();
            value(parser, fields, values);
            while (parser.nextToken() != null) {
                // To the end, so that it is found out if it is not JSON.
            }
            return values;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * @param rest what is left of the way to each field; null where it does not lead through this value
     */
    private static void value(JsonParser parser, @Nullable JsonPointer[] rest, List<List<FieldValue>> values)
            throws IOException {
        if (Arrays.stream(rest).allMatch(Objects::isNull)) {
            parser.skipChildren();
        } else if (parser.currentToken() == JsonToken.START_OBJECT) {
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                parser.nextToken();
                value(parser, step(rest, pointer -> pointer.matchProperty(name)), values);
            }
        } else if (parser.currentToken() == JsonToken.START_ARRAY) {
            for (int i = 0; parser.nextToken() != JsonToken.END_ARRAY; i++) {
                int index = i;
                add(parser, rest, values);
                value(parser, step(rest, pointer -> pointer.matchElement(index)), values);
            }
        } else {
            add(parser, rest, values);
        }
    }

    private interface Step {
        @Nullable
        JsonPointer of(JsonPointer pointer);
    }

    private static @Nullable JsonPointer[] step(@Nullable JsonPointer[] rest, Step step) {
        @Nullable JsonPointer[] next = new JsonPointer[rest.length];
        for (int i = 0; i < rest.length; i++) {
            JsonPointer pointer = rest[i];
            next[i] = pointer == null || pointer.matches() ? null : step.of(pointer);
        }
        return next;
    }

    private static void add(JsonParser parser, @Nullable JsonPointer[] rest, List<List<FieldValue>> values)
            throws IOException {
        for (int i = 0; i < rest.length; i++) {
            JsonPointer pointer = rest[i];
            if (pointer != null && pointer.matches()) {
                scalar(parser).ifPresent(values.get(i)::add);
            }
        }
    }

    private static Optional<FieldValue> scalar(JsonParser parser) throws IOException {
        return switch (parser.currentToken()) {
            case VALUE_TRUE -> Optional.of(FieldValue.of(true));
            case VALUE_FALSE -> Optional.of(FieldValue.of(false));
            case VALUE_STRING -> Optional.of(FieldValue.of(parser.getText()));
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> FieldValue.number(parser.getText());
            default -> Optional.empty();
        };
    }
}
