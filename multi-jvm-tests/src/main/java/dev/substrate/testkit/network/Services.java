package dev.substrate.testkit.network;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

/** The services that the nodes of a network use; each node reaches each of them by a proxy of its own. */
final class Services {

    private final ProxyLoop loop;
    private final BiFunction<Integer, Integer, InetSocketAddress> places;
    private final List<Service> services = new ArrayList<>();
    private final Map<Listener, InetSocketAddress> listeners = new HashMap<>();

    /** @param places tells for a node, and a service counted from 0, where the node's proxy is to listen, at port 0 if at any */
    Services(ProxyLoop loop, BiFunction<Integer, Integer, InetSocketAddress> places) {
        this.loop = loop;
        this.places = places;
    }

    synchronized void add(String name, InetSocketAddress address) {
        if (has(Peer.service(name)) || Peer.isReserved(name)) {
            throw new IllegalArgumentException("The name " + name + " is taken");
        }
        if (services.size() == LoopbackRange.SERVICES_MAX) {
            throw new IllegalStateException("There are " + services.size() + " services, and no more");
        }
        services.add(new Service(name, address));
    }

    synchronized boolean has(Peer peer) {
        return services.stream()
                .anyMatch(service -> Peer.service(service.name()).equals(peer));
    }

    synchronized InetSocketAddress asSeenBy(int node, String name) {
        for (int i = 0; i < services.size(); i++) {
            Service service = services.get(i);
            if (service.name().equals(name)) {
                InetSocketAddress place = places.apply(node, i);
                return listeners.computeIfAbsent(new Listener(node, name), key -> open(node, service, place));
            }
        }
        throw new IllegalArgumentException("There is no service " + name);
    }

    private InetSocketAddress open(int node, Service service, InetSocketAddress place) {
        return loop.listen(place, client -> Peer.node(node), Peer.service(service.name()), service.address());
    }

    private record Listener(int node, String service) {}

    private record Service(String name, InetSocketAddress address) {}
}
