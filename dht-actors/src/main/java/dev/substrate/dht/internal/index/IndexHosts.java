package dev.substrate.dht.internal.index;

import akka.actor.Address;
import akka.actor.typed.ActorRef;
import akka.cluster.sharding.ShardRegion.ClusterShardingStats;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Which node is asked for which shard. The owner, if it is known: then all ask the same one, and a shard has one view in the
 * cluster. Any other would do as well.
 *
 * @param local the one of this node, which is asked if no other is known
 */
record IndexHosts(
        ActorRef<IndexHost.Message> local,
        Address self,
        Map<Address, ActorRef<IndexHost.Message>> hosts,
        Map<String, Address> owners) {

    IndexHosts open(Set<ActorRef<IndexHost.Message>> open) {
        Map<Address, ActorRef<IndexHost.Message>> byNode = new HashMap<>();
        open.forEach(host -> byNode.put(host.path().address(), host));
        // A reference to this node's own has an address without a host.
        byNode.keySet().removeIf(node -> !node.hasGlobalScope() || node.equals(self));
        return new IndexHosts(local, self, Map.copyOf(byNode), owners);
    }

    IndexHosts learn(ClusterShardingStats stats) {
        Map<String, Address> found = new HashMap<>();
        stats.getRegions()
                .forEach((node, region) -> region.getStats().keySet().forEach(shard -> found.put(shard, node)));
        return new IndexHosts(local, self, hosts, Map.copyOf(found));
    }

    boolean areAlone() {
        return hosts.isEmpty();
    }

    ActorRef<IndexHost.Message> of(int shard) {
        Address owner = owners.get(Integer.toString(shard));
        return owner == null ? local : hosts.getOrDefault(owner, local);
    }
}
