package dev.substrate.store;

import dev.substrate.fence.ShardKey;
import java.util.concurrent.CompletionStage;

/**
 * Keeps versions of states that were written with {@link StateStore#write(StateRow, java.time.Duration)} for the time that
 * was asked for, also after newer ones took their place. A version is kept from the moment at which it is in the store, by
 * the very write that brings the state.
 */
public interface VersionStore {

    /**
     * Reads a page of the kept versions of an entity, one row for each, by version; sees every write that was acknowledged
     * before the call. Of several rows that were written for one version, by owners or attempts that could not know of each
     * other, it is the one that the newest owner has put there.
     *
     * <p>If a version follows that is kept too, or the owner of the shard answered, before the call, from this version or a
     * newer one, the version is settled. A last version may be one of unknown outcome, of which nobody was told and that
     * another one takes the place of.
     *
     * @param fromVersion the version at which to begin
     * @param rowsMax how many rows at most, the damaged ones included
     */
    CompletionStage<VersionPage> versions(ShardKey shard, String uri, long fromVersion, int rowsMax);

    /**
     * Reads a page of the log of a shard: the versions that were written with a higher offset and are still kept, by offset.
     * Sees every write that was acknowledged before the call. Offsets are those of {@link StateStore#changes}.
     *
     * <p>Whoever reads on from {@link VersionPage#next} meets every acknowledged version, at the latest where an owner has
     * {@linkplain StateStore#recover recovered} it. The log may also hold versions of unknown outcome that came to nothing,
     * and hold a version twice; see {@link VersionPage#settled}.
     *
     * @param after the offset after which to start
     * @param rowsMax how many rows at most, the damaged ones included
     */
    CompletionStage<VersionPage> log(ShardKey shard, long after, int rowsMax);

    /**
     * Returns an offset, and every write to the shard that begins after the call lies behind it, whether its version is kept
     * or not. The last change may lie before it.
     */
    CompletionStage<Long> logEnd(ShardKey shard);
}
