package dev.substrate.service.internal;

import akka.actor.typed.ActorSystem;
import akka.cluster.MemberStatus;
import akka.cluster.typed.Cluster;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.server.Directives;
import akka.http.javadsl.server.Route;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigValueType;
import dev.substrate.http.Problem;
import dev.substrate.node.NodeException;
import dev.substrate.node.NodeModule;
import dev.substrate.service.Service;
import dev.substrate.service.ServiceProvider;
import dev.substrate.service.internal.http.MessageRoutes;
import dev.substrate.service.internal.http.ServiceRoutes;
import dev.substrate.service.internal.http.SettingsRoutes;
import dev.substrate.service.internal.message.NodeMessages;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Adds services and messages to a node. */
public final class ServicesModule implements NodeModule {

    private static final String LISTED = "substrate.services";

    /** Made by the service loader. */
    public ServicesModule() {}

    @Override
    public void start(ActorSystem<?> system) {
        NodeServices services = NodeServices.get(system);
        Config listed = system.settings().config().getConfig(LISTED);
        for (String name : new TreeSet<>(listed.root().keySet())) {
            services.add(load(name, listed));
        }
    }

    @Override
    public Optional<Route> routes(ActorSystem<?> system) {
        Route messages = new MessageRoutes(system, NodeMessages.get(system)).routes();
        Route services = Directives.concat(
                new ServiceRoutes(system).routes(),
                new SettingsRoutes(system, NodeServices.get(system)::settings).routes());
        Cluster cluster = Cluster.get(system);
        return Optional.of(Directives.concat(
                messages,
                Directives.pathPrefixTest(
                        "services",
                        () -> cluster.selfMember().status().equals(MemberStatus.up())
                                ? services
                                : Directives.complete(notReady()))));
    }

    @Override
    public CompletionStage<Boolean> ready(ActorSystem<?> system) {
        return CompletableFuture.completedFuture(true);
    }

    private static HttpResponse notReady() {
        return Problem.of(
                        503,
                        "not-ready",
                        "Service Unavailable",
                        "Nothing was done: the node is not yet, or no more, a member of its cluster that is up.")
                .toResponse();
    }

    private static Service<?> load(String name, Config listed) {
        String setting = LISTED + "." + name;
        if (listed.root().get(name).valueType() != ConfigValueType.STRING) {
            throw new NodeException(
                    setting + " must be the name of a class that implements " + ServiceProvider.class.getName());
        }
        String className = (String) listed.root().get(name).unwrapped();
        Service<?> service;
        try {
            service = Class.forName(className)
                    .asSubclass(ServiceProvider.class)
                    .getConstructor()
                    .newInstance()
                    .service();
        } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new NodeException(
                    "The service of " + setting + " = " + className + " could not be loaded: " + cause, e);
        }
        if (!service.name().equals(name)) {
            throw new NodeException(setting + " = " + className + " declares a service of another name: '"
                    + service.name() + "'. List it under that name");
        }
        return service;
    }
}
