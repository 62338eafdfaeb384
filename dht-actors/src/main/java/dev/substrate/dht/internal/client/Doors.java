package dev.substrate.dht.internal.client;

import akka.actor.Address;
import akka.actor.typed.ActorRef;
import akka.cluster.sharding.ShardRegion.ClusterShardingStats;
import akka.cluster.sharding.ShardRegion.ShardRegionStats;
import dev.substrate.dht.internal.entity.RecordDoor;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Which node's door leads to a shard, as far as is known here. It may be wrong: a question that reaches another node than the
 * owner's goes on from there. For one actor.
 */
final class Doors {

    private final Address self;
    private Map<Address, ActorRef<RecordDoor.Message>> doors = Map.of();
    private Map<String, Address> owners = Map.of();

    Doors(Address self) {
        this.self = self;
    }

    /** Takes the doors that are open now. */
    void open(Set<ActorRef<RecordDoor.Message>> open) {
        Map<Address, ActorRef<RecordDoor.Message>> byNode = new HashMap<>();
        open.forEach(door -> byNode.put(door.path().address(), door));
        // A reference to this node's own door has an address without a host.
        byNode.keySet().removeIf(node -> !node.hasGlobalScope() || node.equals(self));
        doors = byNode;
    }

    /** Returns whether there are other nodes. */
    boolean areOpen() {
        return !doors.isEmpty();
    }

    /** Takes where the shards are now. */
    void learn(ClusterShardingStats stats) {
        Map<String, Address> found = new HashMap<>();
        Map<Address, ShardRegionStats> regions = stats.getRegions();
        regions.forEach((node, region) -> region.getStats().keySet().forEach(shard -> found.put(shard, node)));
        owners = found;
    }

    /** Returns where the shards are. */
    Map<String, Address> owners() {
        return owners;
    }

    /** Forgets a node that is gone. */
    void forget(String node) {
        Map<String, Address> left = new HashMap<>(owners);
        left.values().removeIf(owner -> owner.toString().equals(node));
        owners = left;
    }

    /** Returns the door to a shard of another node; empty if that is not known, or the shard is here. */
    Optional<ActorRef<RecordDoor.Message>> to(String shard) {
        return Optional.ofNullable(owners.get(shard)).map((Function<Address, ActorRef<RecordDoor.Message>>) doors::get);
    }
}
