package dev.substrate.store.contract;

import dev.substrate.fence.ShardKey;
import java.io.IOException;

/** Damages what lies in the store, behind the store's back. */
public interface Damage extends AutoCloseable {

    /** Removes an event. */
    void loseEvent(ShardKey shard, String entityId, long sequence) throws Exception;

    /** Makes a state unreadable. */
    void spoilState(ShardKey shard, String uri) throws Exception;

    /** Makes a kept version of a state unreadable, but for its number. */
    void spoilVersion(ShardKey shard, String uri, long version) throws Exception;

    /** Makes an event unreadable. */
    void spoilEvent(ShardKey shard, String entityId, long sequence) throws Exception;

    /** Makes a snapshot unreadable. */
    void spoilSnapshot(ShardKey shard, String entityId, long sequence) throws Exception;

    @Override
    void close() throws IOException;
}
