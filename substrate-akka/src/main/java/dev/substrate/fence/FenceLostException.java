package dev.substrate.fence;

/**
 * Says that this node does not, or no longer, hold a shard under the epoch that an operation carried. The operation had
 * no effect. This is a normal event: the shard has another owner by now, or is about to get one.
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
                        : "Shard " + shard + " has epoch " + current + " by now, this node held epoch " + held,
                null,
                false,
                false);
        this.shard = shard;
    }

    /** Returns the shard. */
    public ShardKey shard() {
        return shard;
    }
}
