package dev.substrate.benchmark.node;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.substrate.benchmark.load.Load;

/** What a node is asked to do: a line of JSON each, answered by a {@link NodeReply}. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME)
@JsonSubTypes({
    @JsonSubTypes.Type(NodeRequest.AwaitReady.class),
    @JsonSubTypes.Type(NodeRequest.Fill.class),
    @JsonSubTypes.Type(NodeRequest.Run.class),
    @JsonSubTypes.Type(NodeRequest.ReadAccount.class),
    @JsonSubTypes.Type(NodeRequest.ReadStore.class),
    @JsonSubTypes.Type(NodeRequest.CountOwned.class)
})
sealed interface NodeRequest {

    /** Wait until the node is ready; the answer is true. */
    record AwaitReady() implements NodeRequest {}

    /** Write each record once; the answer is true. */
    record Fill(int valueBytes) implements NodeRequest {}

    /** Run a load; the answer is a {@link dev.substrate.benchmark.load.Slice}. */
    record Run(Load load) implements NodeRequest {}

    /** Tell what became of the writes; the answer is an {@link dev.substrate.benchmark.load.Account}. */
    record ReadAccount() implements NodeRequest {}

    /** Read the versions of the records from the store, past the memory of their owners; the answer is a list. */
    record ReadStore() implements NodeRequest {}

    /** Count the records that the node owns; the answer is a number. */
    record CountOwned() implements NodeRequest {}
}
