package dev.substrate.service.internal.member;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** Lives whose records were come across, and which do not seem to be in the cluster: to be looked at again, since a node may hear of another one a moment later. For one actor. */
final class Suspects {

    private static final int TICKS = 2;

    private final Predicate<Life> present;
    private final Map<Life, Integer> ticks = new HashMap<>();

    /** @param present tells whether a life is in the cluster now */
    Suspects(Predicate<Life> present) {
        this.present = present;
    }

    /** Takes notice of a record. */
    void found(Life life) {
        if (!present.test(life) && !life.settled(MemberChange.DEPARTURE)) {
            ticks.putIfAbsent(life, 0);
        }
    }

    /** Some time has passed: returns the lives that were not in the cluster all the while, and are taken for over. */
    List<Life> tick() {
        ticks.keySet().removeIf(present);
        List<Life> over = new ArrayList<>();
        ticks.replaceAll((life, count) -> count + 1);
        ticks.forEach((life, count) -> {
            if (count > TICKS) {
                over.add(life);
            }
        });
        over.forEach(ticks::remove);
        return over;
    }
}
