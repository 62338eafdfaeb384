package dev.substrate.docs;

import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.Behaviors;
import dev.substrate.message.Topic;
import dev.substrate.service.Activation;
import dev.substrate.service.Offer;
import dev.substrate.service.Service;
import dev.substrate.service.ServiceEvent;
import dev.substrate.service.ServiceProvider;
import java.util.HashSet;
import java.util.Set;

// region service
/** Takes jobs while it has room: two benches in the whole cluster, with room for three jobs on each. */
public final class Workshop implements ServiceProvider {

    record Job(String name) {}

    static final Topic<Job> JOBS = Topic.of("jobs", Job.class);
    private static final int ROOM = 3;

    sealed interface Command {}

    record Open(ServiceEvent.Activate activate) implements Command {}

    record Take(Offer<Job> offer) implements Command {}

    @Override
    public Service<Command> service() {
        return Service.named("workshop", Command.class, context -> bench(new HashSet<>()))
                .activation(Activation.resources("bench-a", "bench-b"))
                .onEvent(event -> event instanceof ServiceEvent.Activate activate ? new Open(activate) : null)
                .onOffered(JOBS, Take::new)
                .build();
    }

    static Behavior<Command> bench(Set<String> jobs) {
        return Behaviors.receive(Command.class)
                .onMessage(Open.class, open -> {
                    open.activate().started();
                    return bench(new HashSet<>());
                })
                .onMessage(Take.class, take -> {
                    if (jobs.size() == ROOM) {
                        take.offer().decline("no room");
                    } else {
                        jobs.add(take.offer().entity().name());
                        take.offer().take();
                    }
                    return Behaviors.same();
                })
                .build();
    }
}
// endregion
