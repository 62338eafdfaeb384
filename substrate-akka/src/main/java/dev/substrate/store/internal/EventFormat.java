package dev.substrate.store.internal;

import akka.actor.ExtendedActorSystem;
import akka.persistence.PersistentRepr;
import akka.persistence.journal.Tagged;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.substrate.store.EventRow;
import dev.substrate.store.StoreException;
import java.time.Clock;
import java.time.Instant;
import scala.jdk.javaapi.CollectionConverters;

/** Turns what Akka Persistence calls a representation of an event into a row and back. Safe for use by several threads. */
final class EventFormat {

    private static final String WRITER = "writer";
    private static final String TAGS = "tags";
    private static final String ADAPTER_MANIFEST = "adapter-manifest";

    private final AkkaPayloads payloads;
    private final MetadataHeader metadata;
    private final Clock clock;

    /**
     * The part of a row that does not depend on who owns the entity.
     *
     * @param headers what it takes to read the event, its writer and its tags, as a JSON object
     */
    record Document(long sequence, Instant written, String headers, String event) {
        EventRow row(EntityName name, int shard, long epoch) {
            return new EventRow(name.type(), name.id(), shard, sequence, epoch, written, headers, event);
        }
    }

    EventFormat(ExtendedActorSystem system, Clock clock) {
        this.payloads = new AkkaPayloads(system);
        this.metadata = new MetadataHeader(payloads);
        this.clock = clock;
    }

    /**
     * Writes an event.
     *
     * @throws IllegalArgumentException if it cannot be serialized
     */
    Document write(PersistentRepr event) {
        Object payload = event.payload() instanceof Tagged tagged ? tagged.payload() : event.payload();
        AkkaPayloads.Payload written = payloads.write(payload);
        ObjectNode headers = written.headers();
        headers.put(WRITER, event.writerUuid());
        if (event.payload() instanceof Tagged tagged) {
            CollectionConverters.asJava(tagged.tags()).stream().sorted().forEach(headers.putArray(TAGS)::add);
        }
        if (!event.manifest().isEmpty()) {
            headers.put(ADAPTER_MANIFEST, event.manifest());
        }
        metadata.write(event.metadata(), headers);
        return new Document(
                event.sequenceNr(),
                event.timestamp() == 0 ? clock.instant() : Instant.ofEpochMilli(event.timestamp()),
                headers.toString(),
                written.json());
    }

    /**
     * Reads an event.
     *
     * @throws StoreException if it cannot be read
     */
    PersistentRepr read(EntityName name, EventRow row) {
        try {
            JsonNode headers = AkkaPayloads.headers(row.headers());
            PersistentRepr event = PersistentRepr.apply(
                            payloads.read(headers, row.event()),
                            row.sequence(),
                            name.toString(),
                            headers.path(ADAPTER_MANIFEST).asText(),
                            false,
                            null,
                            headers.path(WRITER).asText())
                    .withTimestamp(row.written().toEpochMilli());
            return metadata.read(headers).map(event::withMetadata).orElse(event);
        } catch (JsonProcessingException | RuntimeException e) {
            throw new StoreException(
                    StoreException.Kind.DAMAGED,
                    "Event " + row.sequence() + " of '" + name + "' cannot be read: " + e.getMessage(),
                    e);
        }
    }
}
