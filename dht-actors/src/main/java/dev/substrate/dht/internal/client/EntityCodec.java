package dev.substrate.dht.internal.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import com.fasterxml.jackson.module.paramnames.ParameterNamesModule;
import dev.substrate.record.Json;
import dev.substrate.record.RecordKey;
import dev.substrate.record.RecordUnreadableException;
import dev.substrate.record.Versioned;

/** Turns entities into JSON text and back. */
final class EntityCodec {

    private final ObjectMapper mapper = JsonMapper.builder()
            .addModules(new Jdk8Module(), new JavaTimeModule(), new ParameterNamesModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    /** @throws IllegalArgumentException if Jackson cannot write the entity */
    <T> Json encode(T value) {
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

    /** @throws RecordUnreadableException if the entity is not of the key's class */
    <T> Versioned<T> decode(RecordKey<T> key, Versioned<Json> record) {
        Class<T> type = key.type().entityClass();
        if (type == Json.class) {
            return record.withValue(type.cast(record.value()));
        }
        try {
            return record.withValue(mapper.readValue(record.value().text(), type));
        } catch (JsonProcessingException | IllegalArgumentException | NullPointerException e) {
            throw new RecordUnreadableException(
                    "Version " + record.version() + " of '" + key + "' cannot be read as " + type.getName() + ": "
                            + e.getMessage(),
                    e);
        }
    }
}
