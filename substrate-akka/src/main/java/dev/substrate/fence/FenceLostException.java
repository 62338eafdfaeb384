package dev.substrate.fence;

/**
 * Says that this node does not, or no longer, hold a shard under the epoch that an operation carried. This is a normal
 * event: the shard has another owner by now, or is about to get one.
 *
 * <p>The operation was not acknowledged. If it was a write, some engines may already hold it when they find out: it then
 * counts as of unknown outcome, and may show until a newer owner writes the same entity, but not after.
 */
public final class FenceLostException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient ShardKey shard;

    /**
     * Says which fence was lost.
     *
     * @param shard the shard
     * @param held the epoch that the operation carried; 0 if the node held none
     * @param current the epoch in the store; 0 if it was not read
     */
    public FenceLostException(ShardKey shard, long held, long current) {
        super(
                held == 0
                        ? "This node holds no epoch of shard " + shard
                                + ". That passes while the shard changes hands; an"
                                + " actor outside Cluster Sharding needs PersistenceId.ofUniqueId(id), with no '|' in the id"
                        : "Shard " + shard + " is not held under epoch " + held + " any more"
                                + (current == 0 ? "" : "; its epoch is " + current + " by now"),
                null,
                false,
                false);
        this.shard = shard;
    }

    /**
     * Says in other words what is not held any more.
     *
     * @param shard the shard
     * @param message what happened
     */
    public FenceLostException(ShardKey shard, String message) {
        super(message, null, false, false);
        this.shard = shard;
    }

    /** Returns the shard. */
    public ShardKey shard() {
        return shard;
    }
}
