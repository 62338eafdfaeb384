package dev.substrate.dht.internal.client;

import akka.actor.Address;
import akka.cluster.Member;
import akka.cluster.typed.Cluster;
import dev.substrate.dht.internal.entity.RecordEntity;
import dev.substrate.fence.FencedShards;
import dev.substrate.fence.ShardKey;
import dev.substrate.node.NodeInfo;
import dev.substrate.record.RecordId;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * At which HTTP address the shards of records are to be found, as far as this node knows. What it owns itself it knows; the rest is
 * some seconds old. Safe for use by several threads.
 */
public final class ShardOwners {

    private final Cluster cluster;
    private final FencedShards fences;
    private volatile Map<Integer, String> owners = Map.of();

    ShardOwners(Cluster cluster, FencedShards fences) {
        this.cluster = cluster;
        this.fences = fences;
    }

    /** Takes where the shards are now. */
    void learn(Map<String, Address> found) {
        Map<Address, String> addresses = new HashMap<>();
        for (Member member : cluster.state().getMembers()) {
            NodeInfo.httpAddress(member).ifPresent(http -> addresses.put(member.address(), http));
        }
        Map<Integer, String> known = new HashMap<>();
        found.forEach((shard, node) -> {
            @Nullable String http = addresses.get(node);
            if (http != null && !node.equals(cluster.selfMember().address())) {
                known.put(Integer.parseInt(shard), http);
            }
        });
        owners = Map.copyOf(known);
    }

    /** Returns how many shards there are. */
    public int numberOfShards() {
        return fences.numberOfShards();
    }

    /** Returns whether this node owns a shard now. */
    public boolean isHere(int shard) {
        return fences.epoch(new ShardKey(RecordEntity.KEY.name(), shard)) > 0;
    }

    /** Returns where the other node is that owns a shard; empty if that is not known. */
    public Optional<String> elsewhere(int shard) {
        return Optional.ofNullable(owners.get(shard));
    }

    /** Returns where the other node is that owns a record; empty if that is not known, or the record is here. */
    public Optional<String> elsewhere(RecordId id) {
        ShardKey shard = fences.shardOf(RecordEntity.KEY.name(), id.toString());
        return fences.epoch(shard) > 0 ? Optional.empty() : elsewhere(shard.shard());
    }
}
