package dev.substrate.service.internal.message;

import dev.substrate.dht.common.EntityCodec;
import dev.substrate.record.Json;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Entities of messages as JSON text, within their bound. Safe for use by several threads. */
final class Entities {

    private static final String BOUND = "substrate.message.entity-bytes-max";

    private final EntityCodec codec = new EntityCodec();
    private final long bytesMax;

    Entities(long bytesMax) {
        this.bytesMax = bytesMax;
    }

    /** @throws IllegalArgumentException if it cannot be written as JSON, or is too large */
    @Nullable
    String encodeIfAny(@Nullable Object entity) {
        return entity == null ? null : encode(entity);
    }

    /** @throws IllegalArgumentException if it cannot be written as JSON, or is too large */
    String encode(Object entity) {
        String text = codec.encode(entity).text();
        // A character has at most three bytes of UTF-8 (two characters that are one code point have four).
        if (3L * text.length() > bytesMax) {
            int bytes = text.getBytes(StandardCharsets.UTF_8).length;
            if (bytes > bytesMax) {
                throw new IllegalArgumentException("Nothing was sent: an entity of " + bytes + " bytes is larger than "
                        + BOUND + " (" + bytesMax + ") allows");
            }
        }
        return text;
    }

    /** @throws IllegalArgumentException if it is not of the class */
    <T> @Nullable T decodeIfAny(@Nullable String text, Class<T> type) {
        return text == null ? null : codec.decode(text, type);
    }

    /** @throws IllegalArgumentException if it is not of the class, or nothing */
    <T> T decode(String text, Class<T> type) {
        T entity = codec.decode(text, type);
        if (entity == null) {
            throw new IllegalArgumentException("What was sent is null, and no " + type.getName());
        }
        return entity;
    }

    /** Returns the name of the class of an entity by which receivers know it. */
    static String type(@Nullable Object entity) {
        return entity == null || entity instanceof Json ? "" : entity.getClass().getSimpleName();
    }
}
