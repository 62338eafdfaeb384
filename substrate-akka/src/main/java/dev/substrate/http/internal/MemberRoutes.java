package dev.substrate.http.internal;

import akka.actor.typed.ActorSystem;
import akka.cluster.ClusterEvent.CurrentClusterState;
import akka.cluster.Member;
import akka.cluster.MemberStatus;
import akka.cluster.typed.Cluster;
import akka.cluster.typed.Down;
import akka.cluster.typed.Leave;
import akka.http.javadsl.model.ContentTypes;
import akka.http.javadsl.model.HttpEntities;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.StatusCodes;
import akka.http.javadsl.server.AllDirectives;
import akka.http.javadsl.server.PathMatchers;
import akka.http.javadsl.server.Route;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.substrate.http.Problem;
import dev.substrate.id.NodeId;
import dev.substrate.node.NodeInfo;
import dev.substrate.node.RingView;
import dev.substrate.ring.Ring;
import dev.substrate.ring.RingMember;
import dev.substrate.ring.RingPosition;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.StreamSupport;

/** The members of the cluster as this node sees them, and what can be asked of them: to leave, or to be taken for gone. */
final class MemberRoutes extends AllDirectives {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int NEIGHBOURS_EACH = 2;

    private final ActorSystem<?> system;
    private final Cluster cluster;

    MemberRoutes(ActorSystem<?> system) {
        this.system = system;
        this.cluster = Cluster.get(system);
    }

    Route routes() {
        return pathPrefix("nodes", () -> isMember() ? known() : complete(notReady()));
    }

    /** A node that has left sees nobody any more, and should not be believed. */
    private boolean isMember() {
        MemberStatus status = cluster.selfMember().status();
        return status.equals(MemberStatus.up()) || status.equals(MemberStatus.leaving());
    }

    private static HttpResponse notReady() {
        return Problem.of(
                        503,
                        "not-ready",
                        "Service Unavailable",
                        "Nothing was done: this node is not yet, or no more, a member of its cluster that is up. Ask another one")
                .toResponse();
    }

    private Route known() {
        return concat(
                pathEndOrSingleSlash(() -> get(() -> complete(list()))),
                path(
                        PathMatchers.segment(),
                        name -> get(() -> complete(withNode(name, member -> ok(described(member, true)))))),
                path(PathMatchers.segment().slash("leave"), name -> post(() -> complete(withNode(name, this::leave)))),
                path(
                        PathMatchers.segment().slash("down"),
                        name -> post(() -> parameterOptional(
                                "force",
                                force -> complete(withNode(
                                        name,
                                        member -> down(
                                                member,
                                                force.filter("true"::equals).isPresent())))))));
    }

    private HttpResponse list() {
        ObjectNode document = JSON.createObjectNode();
        ArrayNode nodes = document.putArray("nodes");
        members().forEach(member -> nodes.add(described(member, false)));
        return ok(document);
    }

    private HttpResponse withNode(String name, Function<Member, HttpResponse> action) {
        return members().stream()
                .filter(member -> isCalled(member, name))
                .findFirst()
                .map(action)
                .orElseGet(() -> Problem.of(
                                404,
                                "no-such-node",
                                "Not Found",
                                "There is no node '" + name
                                        + "' in the cluster. Nodes are named by number or id; see /api/v1/nodes")
                        .toResponse());
    }

    private HttpResponse leave(Member member) {
        cluster.manager().tell(Leave.create(member.address()));
        return accepted(member, "leaves");
    }

    /** Taking a node for gone that is there costs it its life: it ends as soon as it hears of it. */
    private HttpResponse down(Member member, boolean force) {
        if (!force && isReachable(member)) {
            return Problem.of(
                            409,
                            "node-reachable",
                            "Conflict",
                            "Nothing was done: " + label(member)
                                    + " can be reached. Let it leave in order, or force it (--force, ?force=true) if it must go at once")
                    .toResponse();
        }
        cluster.manager().tell(new Down(member.address()));
        return accepted(member, "down");
    }

    private HttpResponse accepted(Member member, String what) {
        ObjectNode document = described(member, false);
        document.put("requested", what);
        return json(StatusCodes.ACCEPTED.intValue(), document);
    }

    private ObjectNode described(Member member, boolean withRing) {
        ObjectNode node = JSON.createObjectNode();
        NodeInfo.of(member).ifPresent(info -> {
            NodeId id = info.id();
            node.put("number", info.number())
                    .put("id", id.hex())
                    .put("region", id.region())
                    .put("zone", id.zone());
        });
        node.put("address", member.address().toString());
        NodeInfo.httpAddress(member).ifPresent(http -> node.put("http", http));
        node.put("incarnation", Long.toString(member.uniqueAddress().longUid()))
                .put("status", member.status().toString())
                .put("reachable", isReachable(member))
                .put("self", member.uniqueAddress().equals(cluster.selfMember().uniqueAddress()))
                .put("version", member.appVersion().version());
        if (withRing) {
            NodeInfo.of(member).ifPresent(info -> addRing(info.id(), node));
            ArrayNode roles = node.putArray("roles");
            member.getRoles().stream().sorted().forEach(roles::add);
        }
        return node;
    }

    private void addRing(NodeId id, ObjectNode node) {
        Ring ring = RingView.get(system).ring();
        node.put("position", RingPosition.of(id).toString())
                .put("onRing", ring.member(id).isPresent());
        ArrayNode neighbours = node.putArray("neighbours");
        for (RingMember neighbour : ring.neighbours(id, NEIGHBOURS_EACH)) {
            neighbours
                    .addObject()
                    .put("number", neighbour.number())
                    .put("id", neighbour.node().hex());
        }
    }

    private List<Member> members() {
        CurrentClusterState state = cluster.state();
        return StreamSupport.stream(state.getMembers().spliterator(), false)
                .filter(member -> !member.status().equals(MemberStatus.removed()))
                .sorted(Comparator.comparing((Member member) ->
                                NodeInfo.of(member).map(NodeInfo::number).orElse(Integer.MAX_VALUE))
                        .thenComparing(member -> member.address().toString()))
                .toList();
    }

    private boolean isReachable(Member member) {
        return !cluster.state().getUnreachable().contains(member);
    }

    private static boolean isCalled(Member member, String name) {
        Optional<NodeInfo> info = NodeInfo.of(member);
        return info.filter(known -> known.id().hex().equals(name)
                        || (known.number() != 0
                                && Integer.toString(known.number()).equals(name)))
                .isPresent();
    }

    private static String label(Member member) {
        return NodeInfo.of(member)
                .filter(info -> info.number() != 0)
                .map(info -> "node " + info.number())
                .orElse(member.address().toString());
    }

    private static HttpResponse ok(ObjectNode document) {
        return json(StatusCodes.OK.intValue(), document);
    }

    private static HttpResponse json(int status, ObjectNode document) {
        return HttpResponse.create()
                .withStatus(status)
                .withEntity(HttpEntities.create(
                        ContentTypes.APPLICATION_JSON, (document + "\n").getBytes(StandardCharsets.UTF_8)));
    }
}
