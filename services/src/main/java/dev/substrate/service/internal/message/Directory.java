package dev.substrate.service.internal.message;

import akka.actor.Address;
import akka.actor.typed.ActorRef;
import dev.substrate.id.NodeId;
import dev.substrate.node.RingView.Seen;
import dev.substrate.ring.Ring;
import dev.substrate.ring.RingMember;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Which nodes have which name, and which of them can be reached. */
final class Directory {

    private final String selfAddress;
    private final Map<Name, Set<ActorRef<PostOffice.Message>>> offices = new HashMap<>();
    /** What follows from the offices and the ring, until one of them changes. */
    private final Map<Name, Found> found = new HashMap<>();

    private record Found(Map<NodeId, Peer> reachable, Set<NodeId> unreachable) {}

    private Seen seen = new Seen(Ring.EMPTY, Ring.EMPTY, Set.of());

    /** @param selfAddress where this node is, as {@code host:port} */
    Directory(String selfAddress) {
        this.selfAddress = selfAddress;
    }

    void seen(Seen now) {
        seen = now;
        found.clear();
    }

    void learn(Name name, Set<ActorRef<PostOffice.Message>> registered) {
        offices.put(name, registered);
        found.remove(name);
    }

    void forget(Name name) {
        offices.remove(name);
        found.remove(name);
    }

    /** Says whether anything was heard of a name, be it that nobody has it. */
    boolean knows(Name name) {
        return offices.containsKey(name);
    }

    Ring ring() {
        return seen.ring();
    }

    /** Returns the nodes that have a name and can be reached, in the order of their ids. */
    Map<NodeId, Peer> reachable(Name name) {
        return found.computeIfAbsent(name, this::find).reachable();
    }

    /** Returns the nodes of the ring that have a name and cannot be reached at present. */
    Set<NodeId> unreachable(Name name) {
        return found.computeIfAbsent(name, this::find).unreachable();
    }

    private Found find(Name name) {
        Map<String, RingMember> members = byAddress(seen.ring());
        Map<String, RingMember> reachable = byAddress(seen.reachable());
        Map<NodeId, Peer> peers = new TreeMap<>();
        Set<NodeId> unreachable = new TreeSet<>();
        for (ActorRef<PostOffice.Message> office : offices.getOrDefault(name, Set.of())) {
            String address = addressOf(office);
            RingMember member = reachable.get(address);
            if (member != null) {
                peers.put(member.node(), new Peer(member, office));
            } else if (members.containsKey(address)) {
                unreachable.add(members.get(address).node());
            }
        }
        return new Found(peers, unreachable);
    }

    private static Map<String, RingMember> byAddress(Ring ring) {
        return ring.members().stream()
                .collect(Collectors.toMap(RingMember::address, Function.identity(), (before, after) -> after));
    }

    private String addressOf(ActorRef<?> office) {
        Address address = office.path().address();
        return address.hasLocalScope()
                ? selfAddress
                : address.hostPort().substring(address.hostPort().indexOf('@') + 1);
    }
}
