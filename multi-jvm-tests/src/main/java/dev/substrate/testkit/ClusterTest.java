package dev.substrate.testkit;

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

    /** Where the nodes keep what they must not lose. */
    Store store() default Store.SQLITE;

    /** Settings for all nodes in HOCON; they win over those of the kit. */
    String config() default "";

    /** Options for the nodes' virtual machines; they win over those of the kit. */
    String[] jvmOptions() default {};

    /** Whether to start the processes without nodes in them, for tests that start something else in there. */
    boolean processesOnly() default false;
}
