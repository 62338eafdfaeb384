package dev.substrate.testkit;

import dev.substrate.testkit.network.NetworkKind;
import dev.substrate.testkit.substrate.SubstrateProgram;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Runs each test of a class, or one test method, against a cluster of its own: several node processes on this machine.
 *
 * <p>The processes are started before the test; the test, and its {@code @BeforeEach} and {@code @AfterEach} methods,
 * take the cluster as a parameter of type {@link TestCluster}. After the test every process is killed.
 *
 * <p>A test fails if a node's process ends and nobody asked for it. A test that fails, for whatever reason, gets a report
 * with the ends of all logs attached to its exception. Logs, settings, data, thread dumps and the merged log of all nodes
 * lie in {@code target/cluster/<Class>/<method>} until the test runs again.
 *
 * <p>System properties: {@value TimeFactor#PROPERTY} stretches all deadlines; {@code substrate.test.debug=N} lets node
 * {@code N} wait for a debugger, at a port that is printed.
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
@ExtendWith(ClusterExtension.class)
public @interface ClusterTest {

    /** How many nodes, numbered from 1; at most {@value NodePorts#NODES_MAX}. */
    int nodes() default 3;

    /** How many of the nodes are started before the test, those with the lowest numbers; 0 for all of them. */
    int startedNodes() default 0;

    /** Where nodes of Substrate keep what they must not lose; of no meaning to other programs. */
    Store store() default Store.SQLITE;

    /** Settings for all nodes, in the language of the program, which is HOCON for those of the kit; they win over those of the kit. */
    String config() default "";

    /** Options for the nodes' virtual machines; they win over those of the kit. */
    String[] jvmOptions() default {};

    /** What single nodes have of their own. */
    NodeOptions[] nodeOptions() default {};

    /**
     * What runs in each process: a node of Substrate unless a test says otherwise, an {@link
     * dev.substrate.testkit.akka.AkkaProgram Akka system}, or anything else that a class can start.
     */
    Class<? extends NodeProgram<?>> program() default SubstrateProgram.class;

    /**
     * How the links between the nodes are made, and the links to a Cassandra, which are called {@value
     * TestCluster#STORE_SERVICE}: {@link TestCluster#network} cuts and slows them. Where a kind is not available, the test is
     * skipped with the reason.
     *
     * <p>With {@link NetworkKind#PROXY}, only connections that come from {@link NodeContext#outboundHost} have links. Those
     * of Akka's remoting do; what an Akka node asks of the other's HTTP API does not, its bootstrap among that.
     */
    NetworkKind network() default NetworkKind.NONE;

    /**
     * How large a disk of its own each node has under its working folder, for {@link TestCluster#disk} to fill; 0 for none. Where
     * none can be mounted, the test is skipped with the reason.
     */
    long diskBytes() default 0;

    /**
     * Whether each node has a clock of its own, for {@link TestCluster#clock} to set wrong. Where that cannot be, the test is
     * skipped with the reason.
     */
    boolean ownClocks() default false;
}
