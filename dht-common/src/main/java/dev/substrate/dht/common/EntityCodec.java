package dev.substrate.dht.common;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import com.fasterxml.jackson.module.paramnames.ParameterNamesModule;
import dev.substrate.record.Json;
import dev.substrate.record.Migration;
import dev.substrate.record.RecordKey;
import dev.substrate.record.RecordUnreadableException;
import dev.substrate.record.Versioned;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Turns entities into JSON text and back, over the versions of their types. Safe for use by several threads. */
public final class EntityCodec {

    private static final TypeReference<Map<String, @Nullable Object>> FIELDS = new TypeReference<>() {};

    private final ObjectMapper mapper = JsonMapper.builder()
            .addModules(new Jdk8Module(), new JavaTimeModule(), new ParameterNamesModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            // Numbers that a program does not know are passed on digit by digit.
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    /** Makes a codec. */
    public EntityCodec() {}

    /**
     * A record as its class shows it, and as it is stored.
     *
     * @param value the record
     * @param text its entity, in the newest version of its type
     */
    public record Decoded<T>(Versioned<T> value, String text) {}

    /**
     * Writes an entity.
     *
     * @throws IllegalArgumentException if Jackson cannot write the entity
     */
    public <T> Json encode(T value) {
        if (value instanceof Json json) {
            return json;
        }
        try {
            return new Json(mapper.writeValueAsString(value));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    "Nothing was written: an entity of " + value.getClass() + " cannot be written as JSON: "
                            + e.getOriginalMessage(),
                    e);
        }
    }

    /**
     * Reads an entity that is no record.
     *
     * @return null if the text is {@code null}
     * @throws IllegalArgumentException if the text is not of the class
     */
    public <T> @Nullable T decode(String text, Class<T> type) {
        if (type == Json.class) {
            return type.cast(new Json(text));
        }
        try {
            return mapper.readValue(text, type);
        } catch (JsonProcessingException | RuntimeException e) {
            throw new IllegalArgumentException(
                    "What was sent cannot be read as " + type.getName() + ": " + e.getMessage(), e);
        }
    }

    /**
     * Reads a record as the class of its key.
     *
     * @throws RecordUnreadableException if the entity is not of the key's class
     */
    public <T> Versioned<T> decode(RecordKey<T> key, Versioned<Json> record) {
        return read(key, record).value();
    }

    /**
     * Reads a record that is to be updated.
     *
     * @throws RecordUnreadableException if the entity is not of the key's class
     */
    public <T> Decoded<T> read(RecordKey<T> key, Versioned<Json> record) {
        Class<T> type = key.type().entityClass();
        String text = record.value().text();
        if (type == Json.class) {
            return new Decoded<>(record.withValue(type.cast(record.value())), text);
        }
        try {
            String migrated = migrated(key, record.headers().typeVersion(), text);
            return new Decoded<>(record.withValue(mapper.readValue(migrated, type)), migrated);
        } catch (JsonProcessingException | RuntimeException e) {
            throw new RecordUnreadableException(
                    "Version " + record.version() + " of '" + key + "' cannot be read as " + type.getName() + ": "
                            + e.getMessage(),
                    e);
        }
    }

    /**
     * Encodes the next entity of a record so that it keeps the fields that its class does not know.
     *
     * @param known the entity of {@code current} as its class writes it, from before anybody could change it
     * @throws IllegalArgumentException if Jackson cannot write the entity
     */
    public <T> Json encodeNext(Decoded<T> current, Json known, T next) {
        Json text = encode(next);
        if (next instanceof Json || known.text().equals(current.text())) {
            return text;
        }
        try {
            JsonNode kept = UnknownFields.keep(
                    mapper.readTree(current.text()), mapper.readTree(known.text()), mapper.readTree(text.text()));
            return new Json(mapper.writeValueAsString(kept));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("What was JSON before is none any more", e);
        }
    }

    private String migrated(RecordKey<?> key, int from, String text) throws JsonProcessingException {
        int to = key.type().version();
        if (from == to) {
            return text;
        }
        if (from > to) {
            throw new IllegalArgumentException("it was written by version " + from + " of the type '"
                    + key.type().scheme() + "', and this program knows version " + to);
        }
        Map<String, @Nullable Object> fields = mapper.readValue(text, FIELDS);
        for (Migration migration : key.type().migrations().subList(from - 1, to - 1)) {
            fields = migration.migrate(fields);
        }
        return mapper.writeValueAsString(fields);
    }
}
