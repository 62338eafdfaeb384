package dev.substrate.testkit.network;

import dev.substrate.testkit.internal.Command;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The namespaces of one cluster: one for each node, and one with the bridge between them. The bridge has its own because
 * rules of this machine's firewall would apply to it otherwise; there is one device outside, by which the test gets in.
 */
final class Namespaces implements AutoCloseable {

    static final int NODES_MAX = 99;

    private static final String BRIDGE = "bridge0";
    private static final String UPLINK = "uplink0";

    // Set aside for tests of networks (RFC 2544): nobody routes it.
    private static final String RANGE = "198.18.";
    private static final int SUBNETS = 256;
    private static final int GATEWAY = 254;

    private final Path ip;
    private final NamespaceNames names;
    private final int nodes;
    private final String subnet;

    private Namespaces(Path ip, NamespaceNames names, int nodes, String subnet) {
        this.ip = ip;
        this.names = names;
        this.nodes = nodes;
        this.subnet = subnet;
    }

    /** Makes them; what killed processes have left behind is removed first. */
    static Namespaces create(int nodes) {
        Path ip = Command.find("ip").orElseThrow(() -> new IllegalStateException("There is no 'ip' (iproute2)"));
        removeAbandoned(ip);
        NamespaceNames names = NamespaceNames.next();
        try {
            Command.run(ip.toString(), "netns", "add", names.switchboard());
            Command.run(
                    ip.toString(),
                    "link",
                    "add",
                    names.gatewayDevice(),
                    "type",
                    "veth",
                    "peer",
                    "name",
                    UPLINK,
                    "netns",
                    names.switchboard());
            var namespaces = new Namespaces(ip, names, nodes, takeSubnet(ip, names.gatewayDevice()));
            namespaces.build();
            return namespaces;
        } catch (RuntimeException e) {
            remove(ip, names);
            throw e;
        }
    }

    String address(int node) {
        return subnet + node;
    }

    /** Returns the address of this process for the nodes. */
    String gateway() {
        return subnet + GATEWAY;
    }

    /** Returns what lets a command run in the namespace of a node. */
    List<String> prefix(int node) {
        return List.of(ip.toString(), "netns", "exec", names.node(node));
    }

    /** Runs a tool in the namespace of a node. */
    String run(int node, String input, List<String> command) {
        return Command.run(
                input, Stream.concat(prefix(node).stream(), command.stream()).toList());
    }

    @Override
    public void close() {
        remove(ip, names);
    }

    private void build() {
        for (int node = 1; node <= nodes; node++) {
            Command.run(ip.toString(), "netns", "add", names.node(node));
        }
        List<String> lines = new ArrayList<>(List.of(
                "link add name " + BRIDGE + " type bridge",
                "link set " + BRIDGE + " up",
                "link set " + UPLINK + " master " + BRIDGE + " up"));
        for (int node = 1; node <= nodes; node++) {
            String port = "port" + node;
            lines.add("link add name " + port + " type veth peer name " + Shaper.DEVICE + " netns " + names.node(node));
            lines.add("link set " + port + " master " + BRIDGE + " up");
        }
        batch(names.switchboard(), lines);
        for (int node = 1; node <= nodes; node++) {
            batch(
                    names.node(node),
                    List.of(
                            "link set lo up",
                            "addr add " + address(node) + "/24 dev " + Shaper.DEVICE,
                            "link set " + Shaper.DEVICE + " up"));
        }
    }

    private void batch(String namespace, List<String> lines) {
        Command.run(String.join("\n", lines) + "\n", List.of(ip.toString(), "-n", namespace, "-batch", "-"));
    }

    /** Gives the device outside an address in a subnet that no other device has; two processes may look at the same time. */
    private static String takeSubnet(Path ip, String device) {
        int firstTried = (int) (ProcessHandle.current().pid() % SUBNETS);
        for (int i = 0; i < SUBNETS; i++) {
            String subnet = RANGE + (firstTried + i) % SUBNETS + ".";
            if (users(ip, subnet) > 0) {
                continue;
            }
            String address = subnet + GATEWAY + "/24";
            Command.run(ip.toString(), "addr", "add", address, "dev", device);
            if (users(ip, subnet) == 1) {
                Command.run(ip.toString(), "link", "set", device, "up");
                return subnet;
            }
            Command.run(ip.toString(), "addr", "del", address, "dev", device);
        }
        throw new IllegalStateException("None of the subnets " + RANGE + "*.0/24 is free");
    }

    private static long users(Path ip, String subnet) {
        return Command.run(ip.toString(), "-o", "-4", "addr", "show")
                .lines()
                .filter(line -> line.contains(" " + subnet))
                .count();
    }

    private static void removeAbandoned(Path ip) {
        NamespaceNames.abandoned(existing(ip)).forEach(name -> delete(ip, name));
    }

    /** Removes what there is of a cluster; devices go with the namespace in which their other end is, a little later. */
    private static void remove(Path ip, NamespaceNames names) {
        if (Files.exists(Path.of("/sys/class/net", names.gatewayDevice()))) {
            Command.run(ip.toString(), "link", "del", names.gatewayDevice());
        }
        existing(ip).stream()
                .filter(name -> name.startsWith(names.prefix() + "-"))
                .forEach(name -> delete(ip, name));
    }

    private static void delete(Path ip, String namespace) {
        try {
            Command.run(ip.toString(), "netns", "del", namespace);
        } catch (IllegalStateException e) {
            // Another process may have swept it away at the same time.
            if (existing(ip).contains(namespace)) {
                throw e;
            }
        }
    }

    private static List<String> existing(Path ip) {
        return Command.run(ip.toString(), "netns", "list")
                .lines()
                .map(line -> line.strip().split(" ", 2)[0])
                .toList();
    }
}
