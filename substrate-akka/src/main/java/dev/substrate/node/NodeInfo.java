package dev.substrate.node;

import akka.actor.typed.ActorSystem;
import akka.cluster.Member;
import com.typesafe.config.Config;
import dev.substrate.id.NodeId;
import java.util.Optional;

/**
 * Who a node is. Members of a cluster know it of each other by their roles.
 *
 * @param number the small number for people; 0 if it has none
 * @param id the id for ever
 */
public record NodeInfo(int number, NodeId id) {

    private static final String NUMBER_ROLE = "substrate-number-";
    private static final String ID_ROLE = "substrate-id-";
    private static final String HTTP_ROLE = "substrate-http-";

    /** Returns who the node is that runs the system. */
    public static NodeInfo of(ActorSystem<?> system) {
        Config node = system.settings().config().getConfig("substrate.node");
        return new NodeInfo(node.getInt("number"), new NodeId(node.getString("id")));
    }

    /** Returns who a member of the cluster is; empty if it is no Substrate node. */
    public static Optional<NodeInfo> of(Member member) {
        int number = 0;
        Optional<NodeId> id = Optional.empty();
        for (String role : member.getRoles()) {
            if (role.startsWith(ID_ROLE)) {
                id = Optional.of(new NodeId(role.substring(ID_ROLE.length())));
            } else if (role.startsWith(NUMBER_ROLE)) {
                number = Integer.parseInt(role.substring(NUMBER_ROLE.length()));
            }
        }
        int known = number;
        return id.map(found -> new NodeInfo(known, found));
    }

    /**
     * Returns where a member of the cluster serves the HTTP API, as {@code host:port}; empty if it does not say so.
     */
    public static Optional<String> httpAddress(Member member) {
        Optional<String> port = member.getRoles().stream()
                .filter(role -> role.startsWith(HTTP_ROLE))
                .map(role -> role.substring(HTTP_ROLE.length()))
                .findFirst();
        return member.address()
                .getHost()
                .map(host -> host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host)
                .flatMap(host -> port.map(number -> host + ":" + number));
    }

    static String httpRole(int port) {
        return HTTP_ROLE + port;
    }

    String numberRole() {
        return NUMBER_ROLE + number;
    }

    String idRole() {
        return ID_ROLE + id;
    }
}
