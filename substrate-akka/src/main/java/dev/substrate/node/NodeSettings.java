package dev.substrate.node;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import dev.substrate.id.NodeId;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The settings under {@code substrate.node}, explained in {@code reference.conf}, and what they mean for Akka.
 *
 * @param config all settings that the user gave, over our defaults
 */
record NodeSettings(
        Config config,
        String clusterName,
        int number,
        int region,
        int zone,
        String host,
        int arteryPort,
        int httpPort,
        Path dataDir,
        List<String> contactPoints,
        String discovery,
        boolean canStartNewCluster,
        int requiredContactPoints,
        Duration stopTimeout) {

    /** @throws NodeException if a setting is missing or makes no sense */
    static NodeSettings of(Config given) {
        try {
            // Akka's own defaults live in reference.conf files too, whose order is not defined: ours for Akka go
            // between.
            Config config = ConfigFactory.systemProperties()
                    .withFallback(given)
                    .withFallback(
                            ConfigFactory.parseResources(NodeSettings.class.getClassLoader(), "substrate-akka.conf"))
                    .withFallback(ConfigFactory.defaultReferenceUnresolved())
                    .resolve();
            Config substrate = config.getConfig("substrate");
            Config node = substrate.getConfig("node");
            if (node.getString("data-dir").isBlank()) {
                throw new NodeException("substrate.node.data-dir is not set: name a folder for what is the node's own");
            }
            return new NodeSettings(
                    config,
                    substrate.getString("cluster-name"),
                    node.getInt("number"),
                    within("region", node.getInt("region"), 255),
                    within("zone", node.getInt("zone"), 255),
                    node.getString("host"),
                    within("artery-port", node.getInt("artery-port"), 65535),
                    within("http-port", node.getInt("http-port"), 65535),
                    Path.of(node.getString("data-dir")).toAbsolutePath().normalize(),
                    node.getStringList("contact-points"),
                    node.getString("discovery"),
                    node.getBoolean("can-start-new-cluster"),
                    within("required-contact-points", node.getInt("required-contact-points"), 1000),
                    node.getDuration("stop-timeout"));
        } catch (ConfigException e) {
            throw new NodeException("The node's configuration cannot be read: " + e.getMessage(), e);
        }
    }

    /** Returns the configuration of the actor system; what the user set in Akka itself wins over what follows from our settings. */
    Config forAkka(Config given, NodeId id) {
        Map<String, Object> derived = new HashMap<>();
        derived.put("substrate.node.id", id.hex());
        derived.put("akka.remote.artery.canonical.hostname", host);
        derived.put("akka.remote.artery.canonical.port", arteryPort);
        derived.put("akka.management.http.hostname", host);
        derived.put("akka.management.http.port", httpPort);
        derived.put("akka.management.cluster.bootstrap.new-cluster-enabled", canStartNewCluster);
        derived.put("akka.management.cluster.bootstrap.contact-point-discovery.service-name", clusterName);
        derived.put(
                "akka.management.cluster.bootstrap.contact-point-discovery.required-contact-point-nr",
                requiredContactPoints == 0 ? Math.max(1, contactPoints.size()) : requiredContactPoints);
        derived.put("akka.discovery.method", discovery);
        if (discovery.equals("config")) {
            derived.put("akka.discovery.config.services", Map.of(clusterName, Map.of("endpoints", endpoints())));
            // The addresses are known, so there is no port to guess.
            derived.put("akka.management.cluster.bootstrap.contact-point.filter-on-fallback-port", false);
        }
        // Members know each other by these, so they are added to the user's roles, not replaced by them.
        NodeInfo info = new NodeInfo(number, id);
        List<String> roles = new ArrayList<>(config.getStringList("akka.cluster.roles"));
        roles.addAll(List.of(info.numberRole(), info.idRole(), NodeInfo.httpRole(httpPort)));
        return ConfigFactory.parseMap(Map.of("akka.cluster.roles", roles))
                .withFallback(ConfigFactory.systemProperties())
                .withFallback(given)
                .withFallback(ConfigFactory.parseMap(derived, "derived from substrate.node"))
                .withFallback(config)
                .resolve();
    }

    private List<Map<String, Object>> endpoints() {
        List<Map<String, Object>> endpoints = new ArrayList<>();
        for (String contactPoint : contactPoints.isEmpty() ? List.of(host + ":" + httpPort) : contactPoints) {
            int colon = contactPoint.lastIndexOf(':');
            if (colon < 1) {
                throw new NodeException(notHostAndPort(contactPoint));
            }
            try {
                endpoints.add(Map.of(
                        "host",
                        contactPoint.substring(0, colon),
                        "port",
                        within("contact-points", Integer.parseInt(contactPoint.substring(colon + 1)), 65535)));
            } catch (NumberFormatException e) {
                throw new NodeException(notHostAndPort(contactPoint), e);
            }
        }
        return endpoints;
    }

    private static String notHostAndPort(String contactPoint) {
        return "substrate.node.contact-points holds '" + contactPoint + "', which is not 'host:port'";
    }

    private static int within(String setting, int value, int max) {
        if (value < 0 || value > max) {
            throw new NodeException("substrate.node." + setting + " is " + value + ", but must be 0 to " + max);
        }
        return value;
    }
}
