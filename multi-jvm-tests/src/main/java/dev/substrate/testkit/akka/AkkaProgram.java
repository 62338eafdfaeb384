package dev.substrate.testkit.akka;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.Behavior;
import akka.cluster.MemberStatus;
import akka.cluster.typed.Cluster;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.substrate.testkit.NodeAddress;
import dev.substrate.testkit.NodeContext;
import dev.substrate.testkit.NodeProgram;
import java.util.stream.IntStream;

/**
 * Runs a typed actor system that is a member of an Akka cluster. Node 1 is the first seed node, so it is the one that forms
 * the cluster. Ready when the member is up and sees nobody unreachable.
 *
 * <p>What the kit must decide comes first: addresses, seed nodes, TCP. Then come the settings of the test, then
 * {@code application.conf}; and where neither says anything, Akka's split-brain resolver downs nodes that are gone, and the process of
 * a member that was downed ends.
 */
public abstract class AkkaProgram implements NodeProgram<ActorSystem<?>> {

    private static final String NAME = "test";

    private static final Config DEFAULTS = ConfigFactory.parseString("""
            akka.cluster.downing-provider-class = "akka.cluster.sbr.SplitBrainResolverProvider"
            akka.coordinated-shutdown.exit-jvm = on
            """);

    /** Returns the guardian of the actor system, which starts what a node is there for. */
    protected abstract Behavior<?> guardian(NodeContext context);

    /** Returns the actor system that runs in a process; waits until it has been started. */
    public static ActorSystem<?> system(NodeContext context) {
        return context.running(ActorSystem.class);
    }

    @Override
    public ActorSystem<?> start(NodeContext context) {
        Config config = ConfigFactory.parseString(settings(context))
                .withFallback(ConfigFactory.parseString(context.config()))
                .withFallback(ConfigFactory.parseResources("application.conf"))
                .withFallback(DEFAULTS)
                .withFallback(ConfigFactory.load());
        return ActorSystem.create(guardian(context), NAME, config.resolve());
    }

    @Override
    public boolean isReady(NodeContext context, ActorSystem<?> running) {
        Cluster cluster = Cluster.get(running);
        return cluster.selfMember().status().equals(MemberStatus.up())
                && cluster.state().getUnreachable().isEmpty();
    }

    private static String settings(NodeContext context) {
        NodeAddress own = context.binding();
        NodeAddress advertised = context.address(context.number());
        StringBuilder settings = new StringBuilder(512)
                .append("akka.actor.provider = cluster\n")
                .append("akka.remote.artery.transport = tcp\n")
                .append("akka.remote.artery.canonical { hostname = \"")
                .append(advertised.host())
                .append("\", port = ")
                .append(advertised.port())
                .append(" }\nakka.remote.artery.bind { hostname = \"")
                .append(own.host())
                .append("\", port = ")
                .append(own.port())
                .append(" }\n");
        if (!context.outboundHost().isEmpty()) {
            settings.append("akka.remote.artery.advanced.tcp.outbound-client-hostname = \"")
                    .append(context.outboundHost())
                    .append("\"\n");
        }
        IntStream.rangeClosed(1, context.startedNodes())
                .mapToObj(context::address)
                .forEach(node -> settings.append("akka.cluster.seed-nodes += \"akka://")
                        .append(NAME)
                        .append('@')
                        .append(node.host())
                        .append(':')
                        .append(node.port())
                        .append("\"\n"));
        return settings.toString();
    }
}
