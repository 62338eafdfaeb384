package dev.substrate.service;

import akka.actor.typed.ActorSystem;
import dev.substrate.message.Messages;
import dev.substrate.node.SubstrateNode;
import dev.substrate.service.internal.NodeServices;
import dev.substrate.service.internal.message.NodeMessages;

/** Where a program on a node finds services and messages. */
public final class Services {

    private Services() {}

    /**
     * Makes the node carry services, until it ends. All nodes of a cluster may carry the same services, or different ones.
     *
     * @throws IllegalStateException if the node carries a service of the same name already
     */
    public static void register(SubstrateNode node, Service<?>... services) {
        for (Service<?> service : services) {
            NodeServices.get(node.system()).add(service);
        }
    }

    /**
     * Returns the settings of a service that this node carries, to look at and to change.
     *
     * @throws IllegalArgumentException if the node does not carry the service
     */
    public static ServiceSettings settings(SubstrateNode node, String service) {
        return NodeServices.get(node.system())
                .settings(service)
                .orElseThrow(
                        () -> new IllegalArgumentException("This node does not carry a service '" + service + "'"));
    }

    /** Returns what sends messages from this node. */
    public static Messages messages(SubstrateNode node) {
        return messages(node.system());
    }

    /** Returns what sends messages from the node that runs this system. */
    public static Messages messages(ActorSystem<?> system) {
        return NodeMessages.get(system).messages();
    }
}
