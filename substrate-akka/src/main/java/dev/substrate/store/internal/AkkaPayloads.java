package dev.substrate.store.internal;

import akka.actor.ExtendedActorSystem;
import akka.serialization.Serialization;
import akka.serialization.Serialization$;
import akka.serialization.SerializationExtension;
import akka.serialization.Serializer;
import akka.serialization.Serializers;
import akka.serialization.jackson.JacksonJsonSerializer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * What Akka serialization makes of events, states and snapshots, as JSON. What is bound to {@code jackson-json} stays
 * readable; other bytes are kept in base 64. Safe for use by several threads.
 */
final class AkkaPayloads {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SERIALIZER = "serializer";
    private static final String MANIFEST = "manifest";
    private static final String ENCODING = "encoding";

    /**
     * A payload as JSON.
     *
     * @param headers what it takes to read it
     */
    record Payload(ObjectNode headers, String json) {}

    private final ExtendedActorSystem system;
    private final Serialization serialization;

    AkkaPayloads(ExtendedActorSystem system) {
        this.system = system;
        serialization = SerializationExtension.get(system);
    }

    /**
     * Writes a payload.
     *
     * @throws IllegalArgumentException if Akka serialization cannot
     */
    Payload write(Object payload) {
        try {
            return Serialization$.MODULE$.withTransportInformation(system, () -> serialized(payload));
        } catch (Exception e) { // serializers are written in Scala: any exception, java.io.NotSerializableException too
            throw new IllegalArgumentException(
                    "Nothing was written: " + payload.getClass().getName() + " cannot be serialized (" + e.getMessage()
                            + "); let it implement dev.substrate.store.JsonPersistent",
                    e);
        }
    }

    /**
     * Reads a payload.
     *
     * @throws RuntimeException if Akka serialization cannot
     */
    Object read(JsonNode headers, String json) throws JsonProcessingException {
        byte[] bytes = headers.path(ENCODING).asText().equals("json")
                ? json.getBytes(StandardCharsets.UTF_8)
                : Base64.getDecoder().decode(JSON.readTree(json).asText());
        return serialization
                .deserialize(
                        bytes,
                        headers.path(SERIALIZER).asInt(),
                        headers.path(MANIFEST).asText())
                .get();
    }

    /** Reads headers that were written as text. */
    static JsonNode headers(String text) throws JsonProcessingException {
        return JSON.readTree(text);
    }

    private Payload serialized(Object payload) {
        Serializer serializer = serialization.findSerializerFor(payload);
        byte[] bytes = serializer.toBinary(payload);
        boolean json = isJsonObject(serializer, bytes);
        ObjectNode headers = JSON.createObjectNode();
        headers.put(SERIALIZER, serializer.identifier());
        headers.put(MANIFEST, Serializers.manifestFor(serializer, payload));
        headers.put(ENCODING, json ? "json" : "base64");
        return new Payload(
                headers,
                json
                        ? new String(bytes, StandardCharsets.UTF_8)
                        : '"' + Base64.getEncoder().encodeToString(bytes) + '"');
    }

    private static boolean isJsonObject(Serializer serializer, byte[] bytes) {
        if (bytes.length == 0 || bytes[0] != '{') {
            return false;
        }
        if (serializer instanceof JacksonJsonSerializer) {
            return true;
        }
        try {
            return JSON.readTree(bytes).isObject();
        } catch (IOException e) {
            return false;
        }
    }
}
