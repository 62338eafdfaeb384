package dev.substrate.metrics;

import akka.actor.AbstractExtensionId;
import akka.actor.ClassicActorSystemProvider;
import akka.actor.ExtendedActorSystem;
import akka.actor.Extension;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;

/** The meters of a node, served at {@code /metrics} in Prometheus' format. Safe for use by several threads. */
public final class NodeMeters implements Extension {

    private static final Id ID = new Id();

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final JvmGcMetrics collections = new JvmGcMetrics();

    private NodeMeters(ExtendedActorSystem system) {
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        collections.bindTo(registry);
        system.registerOnTermination(() -> {
            collections.close();
            registry.close();
        });
    }

    /** Returns the meters of the node that runs the system. */
    public static NodeMeters get(ClassicActorSystemProvider system) {
        return ID.get(system);
    }

    /** Returns where to register meters; names start with {@code substrate.}. */
    public MeterRegistry registry() {
        return registry;
    }

    /** Returns all meters in Prometheus' text format. */
    public String scrape() {
        return registry.scrape();
    }

    private static final class Id extends AbstractExtensionId<NodeMeters> {
        @Override
        public NodeMeters createExtension(ExtendedActorSystem system) {
            return new NodeMeters(system);
        }
    }
}
