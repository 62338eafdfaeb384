package dev.substrate.dht.internal.http;

import akka.actor.typed.ActorSystem;
import akka.cluster.Member;
import akka.cluster.MemberStatus;
import akka.cluster.typed.Cluster;
import akka.http.javadsl.model.ContentTypes;
import akka.http.javadsl.model.HttpEntities;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.server.AllDirectives;
import akka.http.javadsl.server.Route;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.substrate.dht.internal.client.RecordClients;
import dev.substrate.dht.internal.client.ShardOwners;
import dev.substrate.node.NodeInfo;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Which node owns which shard of the records, for clients that send straight to the owner's node. */
public final class ShardRoutes extends AllDirectives {

    private final ObjectMapper json = new ObjectMapper();
    private final Cluster cluster;
    private final ShardOwners owners;

    /** Takes the records of a node. */
    public ShardRoutes(ActorSystem<?> system) {
        this.cluster = Cluster.get(system);
        this.owners = RecordClients.get(system).shardOwners();
    }

    /** Returns the route below {@code /api/v1}. */
    public Route routes() {
        return path("shards", () -> get(() -> complete(answer())));
    }

    private HttpResponse answer() {
        if (!cluster.selfMember().status().equals(MemberStatus.up())) {
            return RecordResponses.notReady();
        }
        Map<String, ObjectNode> nodes = new TreeMap<>();
        for (Member member : cluster.state().getMembers()) {
            Optional<String> http = NodeInfo.httpAddress(member);
            if (http.isPresent() && member.status().equals(MemberStatus.up())) {
                ObjectNode node = json.createObjectNode();
                NodeInfo.of(member)
                        .ifPresent(info -> node.put("node", info.id().hex()).put("number", info.number()));
                node.put("http", http.get()).putArray("shards");
                nodes.put(http.get(), node);
            }
        }
        Optional<String> self = NodeInfo.httpAddress(cluster.selfMember());
        for (int shard = 0; shard < owners.numberOfShards(); shard++) {
            int number = shard;
            (owners.isHere(shard) ? self : owners.elsewhere(shard))
                    .map(nodes::get)
                    .ifPresent(node -> ((ArrayNode) node.get("shards")).add(number));
        }
        ObjectNode answer = json.createObjectNode().put("shards", owners.numberOfShards());
        answer.putArray("nodes").addAll(nodes.values());
        return HttpResponse.create()
                .withEntity(HttpEntities.create(
                        ContentTypes.APPLICATION_JSON, (answer + "\n").getBytes(StandardCharsets.UTF_8)));
    }
}
