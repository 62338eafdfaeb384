package dev.substrate.store.internal;

import akka.actor.ExtendedActorSystem;
import akka.persistence.SelectedSnapshot;
import akka.persistence.SnapshotMetadata;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.substrate.store.SnapshotRow;
import dev.substrate.store.StoreException;
import java.time.Instant;
import scala.Option;

/** Turns a snapshot into a row and back. Safe for use by several threads. */
final class SnapshotFormat {

    private final AkkaPayloads payloads;
    private final MetadataHeader metadata;

    /**
     * The part of a row that does not depend on who owns the entity.
     *
     * @param headers what it takes to read the snapshot, as a JSON object
     */
    record Document(long sequence, Instant taken, String headers, String snapshot) {
        SnapshotRow row(EntityName name, int shard, long epoch) {
            return new SnapshotRow(name.type(), name.id(), shard, sequence, epoch, taken, headers, snapshot);
        }
    }

    SnapshotFormat(ExtendedActorSystem system) {
        this.payloads = new AkkaPayloads(system);
        this.metadata = new MetadataHeader(payloads);
    }

    /**
     * Writes a snapshot.
     *
     * @throws IllegalArgumentException if it cannot be serialized
     */
    Document write(SnapshotMetadata about, Object snapshot) {
        AkkaPayloads.Payload written = payloads.write(snapshot);
        metadata.write(about.metadata(), written.headers());
        return new Document(
                about.sequenceNr(),
                Instant.ofEpochMilli(about.timestamp()),
                written.headers().toString(),
                written.json());
    }

    /**
     * Reads a snapshot.
     *
     * @throws StoreException if it cannot be read
     */
    SelectedSnapshot read(EntityName name, SnapshotRow row) {
        try {
            JsonNode headers = AkkaPayloads.headers(row.headers());
            Option<Object> more = Option.apply(metadata.read(headers).orElse(null));
            return new SelectedSnapshot(
                    SnapshotMetadata.apply(
                            name.toString(), row.sequence(), row.taken().toEpochMilli(), more),
                    payloads.read(headers, row.snapshot()));
        } catch (JsonProcessingException | RuntimeException e) {
            throw new StoreException(
                    StoreException.Kind.DAMAGED,
                    "Snapshot " + row.sequence() + " of '" + name + "' cannot be read: " + e.getMessage(),
                    e);
        }
    }
}
