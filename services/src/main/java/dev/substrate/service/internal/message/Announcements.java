package dev.substrate.service.internal.message;

import akka.actor.typed.ActorRef;
import akka.actor.typed.receptionist.Receptionist;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The names under which other nodes find the post office of this one. For one actor. */
final class Announcements {

    private final ActorRef<Receptionist.Command> receptionist;
    private final ActorRef<PostOffice.Message> office;
    private final Set<Name> announced = new HashSet<>();

    Announcements(ActorRef<Receptionist.Command> receptionist, ActorRef<PostOffice.Message> office) {
        this.receptionist = receptionist;
        this.office = office;
    }

    /** Has others find the office under these names, and no others. */
    void announce(Set<Name> wanted) {
        for (Name name : wanted) {
            if (announced.add(name)) {
                receptionist.tell(Receptionist.register(name.key(), office));
            }
        }
        for (Name name : List.copyOf(announced)) {
            if (!wanted.contains(name)) {
                announced.remove(name);
                receptionist.tell(Receptionist.deregister(name.key(), office));
            }
        }
    }
}
