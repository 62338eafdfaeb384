package dev.substrate.faults;

import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.Behaviors;
import dev.substrate.record.Json;
import dev.substrate.service.Notice;
import dev.substrate.service.Request;
import dev.substrate.service.Service;
import dev.substrate.service.ServiceEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** When services were active on the nodes of one process, in one order, and what they were shown. Safe for use by several threads. */
final class Tenures {

    /** Whoever does not wait for a service to be passive is active long before it is. */
    private static final Duration STOPS_AFTER = Duration.ofMillis(500);

    private final List<Step> steps = new ArrayList<>();
    private final List<News> news = new ArrayList<>();

    /** What became of a service on the node with a number. */
    record Step(int number, String service, Kind kind) {

        enum Kind {
            ACTIVE,
            STOPPING,
            PASSIVE
        }
    }

    private record News(int number, String text) {}

    /** What such a service understands. */
    sealed interface Message {}

    private record Happened(ServiceEvent event) implements Message {}

    private record Asked(Request<Json> request) implements Message {}

    /** Something was published. */
    record Heard(Notice<Json> notice) implements Message {}

    private record Over(ServiceEvent.Passivate passivate) implements Message {}

    /** Begins the declaration of a service that notes what becomes of it, and answers all requests. */
    Service.Builder<Message> service(int number, String name) {
        return Service.named(name, Message.class, context -> behavior(number, name))
                .onEvent(Happened::new)
                .onRequest(Json.class, Asked::new);
    }

    private Behavior<Message> behavior(int number, String name) {
        return Behaviors.withTimers(timers -> Behaviors.receive(Message.class)
                .onMessage(Happened.class, happened -> {
                    if (happened.event() instanceof ServiceEvent.Activate activate) {
                        add(new Step(number, name, Step.Kind.ACTIVE));
                        activate.started();
                    } else if (happened.event() instanceof ServiceEvent.Passivate passivate) {
                        add(new Step(number, name, Step.Kind.STOPPING));
                        timers.startSingleTimer(new Over(passivate), STOPS_AFTER);
                    } else if (happened.event() instanceof ServiceEvent.SlotLost) {
                        add(new Step(number, name, Step.Kind.PASSIVE));
                    } else {
                        handled(happened.event());
                    }
                    return Behaviors.same();
                })
                .onMessage(Over.class, over -> {
                    add(new Step(number, name, Step.Kind.PASSIVE));
                    over.passivate().stopped();
                    return Behaviors.same();
                })
                .onMessage(Asked.class, asked -> {
                    asked.request().ok();
                    return Behaviors.same();
                })
                .onMessage(Heard.class, heard -> {
                    add(new News(number, heard.notice().entity().text()));
                    return Behaviors.same();
                })
                .build());
    }

    private static void handled(ServiceEvent event) {
        ServiceEvent.Handling handling = event instanceof ServiceEvent.NodeArrived arrived
                ? arrived.handling()
                : event instanceof ServiceEvent.NodeDeparted departed ? departed.handling() : null;
        if (handling != null) {
            handling.done();
        }
    }

    private synchronized void add(Step step) {
        steps.add(step);
    }

    private synchronized void add(News one) {
        news.add(one);
    }

    /** Returns the numbers of the nodes where a service is active, or not passive yet. */
    synchronized Set<Integer> active(String service) {
        Set<Integer> active = new TreeSet<>();
        for (Step step : steps) {
            if (step.service().equals(service) && step.kind() == Step.Kind.ACTIVE) {
                active.add(step.number());
            } else if (step.service().equals(service) && step.kind() == Step.Kind.PASSIVE) {
                active.remove(step.number());
            }
        }
        return active;
    }

    boolean isActiveOnly(String service, int number) {
        return active(service).equals(Set.of(number));
    }

    synchronized int count() {
        return steps.size();
    }

    /** Returns what came after so many steps. */
    synchronized List<Step> since(int count) {
        return List.copyOf(steps.subList(count, steps.size()));
    }

    /** Returns what the service on a node was shown, as JSON. */
    synchronized List<String> heardOn(int number) {
        return news.stream()
                .filter(one -> one.number() == number)
                .map(News::text)
                .toList();
    }
}
