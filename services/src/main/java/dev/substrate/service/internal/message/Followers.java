package dev.substrate.service.internal.message;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.receptionist.Receptionist;
import akka.actor.typed.receptionist.ServiceKey;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;

/**
 * Hears of the receptionist who has which name. Each name has an actor of its own, as ending it is the only way to hear no more of a name. If there are too many, the
 * name that was used longest ago is given up.
 */
final class Followers {

    private final ActorContext<PostOffice.Message> context;
    private final int namesMax;
    private final BiFunction<Name, Set<ActorRef<PostOffice.Message>>, PostOffice.Message> told;
    private final Map<Name, ActorRef<Receptionist.Listing>> byName = new LinkedHashMap<>(16, 0.75f, true);

    Followers(
            ActorContext<PostOffice.Message> context,
            int namesMax,
            BiFunction<Name, Set<ActorRef<PostOffice.Message>>, PostOffice.Message> told) {
        this.context = context;
        this.namesMax = namesMax;
        this.told = told;
    }

    /** Begins to follow a name, or notes that it is used. */
    void use(Name name) {
        if (byName.get(name) == null) {
            byName.put(name, context.spawnAnonymous(follower(name)));
        }
    }

    boolean follows(Name name) {
        return byName.containsKey(name);
    }

    boolean tooMany() {
        return byName.size() > namesMax;
    }

    /** Gives up what is too much, but nothing that is needed; returns what was given up. */
    List<Name> spare(Set<Name> needed) {
        List<Name> spared = new ArrayList<>();
        Iterator<Map.Entry<Name, ActorRef<Receptionist.Listing>>> oldest =
                byName.entrySet().iterator();
        while (tooMany() && oldest.hasNext()) {
            Map.Entry<Name, ActorRef<Receptionist.Listing>> entry = oldest.next();
            if (entry.getKey() != Name.Office.OFFICE && !needed.contains(entry.getKey())) {
                context.stop(entry.getValue());
                spared.add(entry.getKey());
                oldest.remove();
            }
        }
        return spared;
    }

    private Behavior<Receptionist.Listing> follower(Name name) {
        ActorRef<PostOffice.Message> office = context.getSelf();
        ServiceKey<PostOffice.Message> key = name.key();
        return Behaviors.setup(own -> {
            own.getSystem().receptionist().tell(Receptionist.subscribe(key, own.getSelf()));
            return Behaviors.receiveMessage(listing -> {
                office.tell(told.apply(name, listing.getAllServiceInstances(key)));
                return Behaviors.same();
            });
        });
    }
}
