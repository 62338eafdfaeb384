package dev.substrate.store.internal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import scala.Option;

/** What Akka Persistence itself adds to some events and snapshots, as one header. */
record MetadataHeader(AkkaPayloads payloads) {

    private static final String METADATA = "metadata";
    private static final String VALUE = "value";

    void write(Option<Object> metadata, ObjectNode headers) {
        if (metadata.isDefined()) {
            AkkaPayloads.Payload written = payloads.write(metadata.get());
            headers.set(METADATA, written.headers().put(VALUE, written.json()));
        }
    }

    Optional<Object> read(JsonNode headers) throws JsonProcessingException {
        JsonNode written = headers.path(METADATA);
        return written.isMissingNode()
                ? Optional.empty()
                : Optional.of(payloads.read(written, written.path(VALUE).asText()));
    }
}
