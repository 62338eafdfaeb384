package dev.substrate.dht.internal.entity;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.substrate.dht.internal.rule.WriteRequest;

/** What may be asked of a record. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, include = JsonTypeInfo.As.WRAPPER_ARRAY)
@JsonSubTypes({
    @JsonSubTypes.Type(value = Operation.Read.class, name = "r"),
    @JsonSubTypes.Type(value = Operation.Write.class, name = "w"),
    @JsonSubTypes.Type(value = Operation.Tidy.class, name = "t"),
    @JsonSubTypes.Type(value = Operation.Locate.class, name = "l")
})
public sealed interface Operation {

    /**
     * Asks for the record as it is.
     *
     * @param confirmed whether the owner must confirm that it still is the owner
     */
    record Read(boolean confirmed) implements Operation {}

    /**
     * Asks to write a version.
     *
     * @param writerWanted whether to say which node wrote it
     */
    record Write(
            WriteRequest request,
            @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean writerWanted) implements Operation {
        /** Asks to write a version, and for no more than its number. */
        public Write(WriteRequest request) {
            this(request, false);
        }
    }

    /** Asks to delete the record if its time has come, and to purge its tombstone if nobody can miss it any more. */
    record Tidy() implements Operation {}

    /** Asks which node this is. */
    record Locate() implements Operation {}
}
