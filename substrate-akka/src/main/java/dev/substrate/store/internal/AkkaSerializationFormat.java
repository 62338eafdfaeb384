package dev.substrate.store.internal;

import akka.actor.ExtendedActorSystem;
import com.fasterxml.jackson.core.JsonProcessingException;
import dev.substrate.store.StateFormat;
import dev.substrate.store.StateRow;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/** The format of states that have none of their own: what Akka serialization makes of them. */
public final class AkkaSerializationFormat implements StateFormat<Object> {

    private final AkkaPayloads payloads;

    /** Made once per system. */
    public AkkaSerializationFormat(ExtendedActorSystem system) {
        payloads = new AkkaPayloads(system);
    }

    @Override
    public Document write(String uri, Object state) {
        AkkaPayloads.Payload payload = payloads.write(state);
        return new Document(
                state.getClass().getSimpleName(),
                false,
                null,
                null,
                payload.headers().toString(),
                payload.json());
    }

    @Override
    public @Nullable Object read(StateRow row) {
        String entity = row.entity();
        if (entity == null) {
            return null;
        }
        try {
            return payloads.read(AkkaPayloads.headers(row.headers()), entity);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("The row of '" + row.uri() + "' is not JSON", e);
        }
    }
}
