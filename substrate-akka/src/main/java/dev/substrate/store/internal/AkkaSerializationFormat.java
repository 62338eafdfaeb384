package dev.substrate.store.internal;

import akka.actor.ExtendedActorSystem;
import akka.serialization.Serialization;
import akka.serialization.SerializationExtension;
import akka.serialization.Serializer;
import akka.serialization.Serializers;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.substrate.store.StateFormat;
import dev.substrate.store.StateRow;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * The format of states that have none of their own: what Akka serialization makes of them. States that are bound to
 * {@code jackson-json} stay readable; other bytes are kept in base 64.
 */
public final class AkkaSerializationFormat implements StateFormat<Object> {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Serialization serialization;

    /** Made once per system. */
    public AkkaSerializationFormat(ExtendedActorSystem system) {
        serialization = SerializationExtension.get(system);
    }

    @Override
    public Document write(String uri, Object state) {
        Serializer serializer = serialization.findSerializerFor(state);
        String manifest = Serializers.manifestFor(serializer, state);
        byte[] bytes = serializer.toBinary(state);
        boolean json = isJsonObject(bytes);
        ObjectNode headers = JSON.createObjectNode();
        headers.put("serializer", serializer.identifier());
        headers.put("manifest", manifest);
        headers.put("encoding", json ? "json" : "base64");
        String entity = json
                ? new String(bytes, StandardCharsets.UTF_8)
                : '"' + Base64.getEncoder().encodeToString(bytes) + '"';
        return new Document(state.getClass().getSimpleName(), false, null, null, headers.toString(), entity);
    }

    @Override
    public @Nullable Object read(StateRow row) {
        String entity = row.entity();
        if (entity == null) {
            return null;
        }
        try {
            JsonNode headers = JSON.readTree(row.headers());
            byte[] bytes = headers.path("encoding").asText().equals("json")
                    ? entity.getBytes(StandardCharsets.UTF_8)
                    : Base64.getDecoder().decode(entity.substring(1, entity.length() - 1));
            return serialization
                    .deserialize(
                            bytes,
                            headers.path("serializer").asInt(),
                            headers.path("manifest").asText())
                    .get();
        } catch (IOException e) {
            throw new UncheckedIOException("The headers of '" + row.uri() + "' are not JSON", e);
        }
    }

    private static boolean isJsonObject(byte[] bytes) {
        try {
            return bytes.length > 0 && bytes[0] == '{' && JSON.readTree(bytes).isObject();
        } catch (IOException e) {
            return false;
        }
    }
}
