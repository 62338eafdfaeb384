package dev.substrate.http.internal;

import akka.actor.typed.ActorSystem;
import akka.cluster.ClusterEvent.CurrentClusterState;
import akka.cluster.Member;
import akka.cluster.typed.Cluster;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.substrate.id.NodeId;
import dev.substrate.node.NodeInfo;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** The cluster as this node sees it, as JSON. */
final class StatusDocument {

    private static final ObjectMapper JSON = new ObjectMapper();

    private StatusDocument() {}

    static String of(ActorSystem<?> system, boolean ready) {
        Cluster cluster = Cluster.get(system);
        CurrentClusterState state = cluster.state();
        ObjectNode document = JSON.createObjectNode();
        document.put("cluster", system.name());
        describe(
                document.putObject("self"),
                Optional.of(NodeInfo.of(system)),
                cluster.selfMember().address().toString());
        document.put("ready", ready);
        var members = document.putArray("members");
        StreamSupport.stream(state.getMembers().spliterator(), false)
                .sorted(Comparator.comparing((Member member) ->
                                NodeInfo.of(member).map(NodeInfo::number).orElse(Integer.MAX_VALUE))
                        .thenComparing(member -> member.address().toString()))
                .forEach(member -> {
                    ObjectNode described = members.addObject();
                    describe(described, NodeInfo.of(member), member.address().toString());
                    NodeInfo.httpAddress(member).ifPresent(http -> described.put("http", http));
                    described.put("status", member.status().toString());
                    described.put("reachable", !state.getUnreachable().contains(member));
                });
        return document + "\n";
    }

    private static void describe(ObjectNode node, Optional<NodeInfo> info, String address) {
        info.ifPresent(known -> {
            NodeId id = known.id();
            node.put("number", known.number());
            node.put("id", id.hex());
            node.put("region", id.region());
            node.put("zone", id.zone());
        });
        node.put("address", address);
    }
}
