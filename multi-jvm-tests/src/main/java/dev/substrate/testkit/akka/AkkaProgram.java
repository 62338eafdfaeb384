package dev.substrate.testkit.akka;

import akka.actor.Address;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Behavior;
import akka.cluster.ClusterEvent;
import akka.cluster.Member;
import akka.cluster.MemberStatus;
import akka.cluster.typed.Cluster;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.substrate.testkit.NodeAddress;
import dev.substrate.testkit.NodeContext;
import dev.substrate.testkit.NodeProgram;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Runs a typed actor system that is a member of an Akka cluster. Node 1 forms the cluster, unless others are alive when it is
 * started; all others join whom they find. Ready when the member is up and sees nobody unreachable.
 *
 * <p>What the kit must decide comes first: addresses, seed nodes, TCP. Then come the settings of the test, then
 * {@code application.conf}; and where neither says anything, Akka's split-brain resolver downs nodes that are gone, and the process of
 * a member that was downed ends.
 */
public abstract class AkkaProgram implements NodeProgram<ActorSystem<?>> {

    private static final String NAME = "test";
    private static final int FORMS_CLUSTER = 1;

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

    @Override
    public Set<Integer> members(NodeContext context, ActorSystem<?> running) {
        return membersSeenBy(running, context);
    }

    /** Returns the numbers of the nodes that an actor system takes for members that are up and can be reached. */
    public static Set<Integer> membersSeenBy(ActorSystem<?> system, NodeContext context) {
        ClusterEvent.CurrentClusterState state = Cluster.get(system).state();
        Set<String> reachable = new HashSet<>();
        for (Member member : state.getMembers()) {
            if (member.status().equals(MemberStatus.up())
                    && !state.getUnreachable().contains(member)) {
                reachable.add(member.address().hostPort());
            }
        }
        return IntStream.rangeClosed(1, context.nodes())
                .filter(number -> reachable.contains(hostPort(system, context.address(number))))
                .boxed()
                .collect(Collectors.toSet());
    }

    private static String hostPort(ActorSystem<?> system, NodeAddress node) {
        return new Address("akka", system.name(), node.host(), node.port()).hostPort();
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
        seedNodes(context)
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

    /**
     * A system whose only seed node is itself forms a cluster at once, and one that is not the first of its seed nodes never
     * forms any: it asks the others until one answers.
     */
    private static IntStream seedNodes(NodeContext context) {
        int own = context.number();
        return own == FORMS_CLUSTER && context.canStartCluster()
                ? IntStream.of(own)
                : IntStream.rangeClosed(1, context.nodes()).filter(number -> number != own);
    }
}
