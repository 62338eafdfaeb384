package dev.substrate.testkit;

import java.lang.annotation.Documented;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** What one node of a {@link ClusterTest} has of its own. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({})
public @interface NodeOptions {

    /** The node's number, from 1. */
    int node();

    /** Settings for the node; they win over those for all nodes. */
    String config() default "";

    /** Options for the node's virtual machine; they win over those for all nodes. */
    String[] jvmOptions() default {};
}
