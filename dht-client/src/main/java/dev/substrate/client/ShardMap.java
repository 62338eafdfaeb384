package dev.substrate.client;

import com.fasterxml.jackson.databind.JsonNode;
import dev.substrate.record.RecordId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hc.core5.http.HttpHost;

/**
 * Which node owns which shard, as a node told. It may be wrong: then the node that is asked passes the question on.
 *
 * @param shards how many there are; 0 if that is not known
 * @param owners by the number of the shard
 * @param nodes all nodes
 */
record ShardMap(int shards, Map<Integer, HttpHost> owners, List<HttpHost> nodes) {

    static final ShardMap UNKNOWN = new ShardMap(0, Map.of(), List.of());

    ShardMap {
        owners = Map.copyOf(owners);
        nodes = List.copyOf(nodes);
    }

    /** Reads what a node told; what cannot be understood of it is left out. */
    static ShardMap parse(JsonNode told) {
        Map<Integer, HttpHost> owners = new HashMap<>();
        List<HttpHost> nodes = new ArrayList<>();
        for (JsonNode node : told.path("nodes")) {
            address(node.path("http").asText()).ifPresent(host -> {
                nodes.add(host);
                node.path("shards").forEach(shard -> owners.put(shard.asInt(), host));
            });
        }
        return new ShardMap(told.path("shards").asInt(), owners, nodes);
    }

    /** Reads {@code host:port}. */
    static Optional<HttpHost> address(String text) {
        int colon = text.lastIndexOf(':');
        try {
            int port = Integer.parseInt(text.substring(colon + 1));
            String host = text.substring(0, Math.max(0, colon)).replaceAll("^\\[|]$", "");
            return host.isEmpty() || port < 1 || port > 65_535
                    ? Optional.empty()
                    : Optional.of(new HttpHost("http", host, port));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Returns the number of the shard of a record: the formula by which nodes spread them. */
    int shardOf(RecordId id) {
        int hash = id.toString().hashCode();
        // The lowest number stays negative, on nodes too.
        return (hash < 0 ? -hash : hash) % shards;
    }

    Optional<HttpHost> ownerOf(RecordId id) {
        return shards == 0 ? Optional.empty() : Optional.ofNullable(owners.get(shardOf(id)));
    }

    /** Returns the map with another owner of a record's shard. */
    ShardMap withOwner(RecordId id, HttpHost owner) {
        if (shards == 0 || !nodes.contains(owner)) {
            return this;
        }
        Map<Integer, HttpHost> changed = new HashMap<>(owners);
        changed.put(shardOf(id), owner);
        return new ShardMap(shards, changed, nodes);
    }
}
