package dev.substrate.service.internal.message;

import dev.substrate.service.internal.message.Wire.Reach;
import java.util.function.Consumer;

/** Counts to how many subscribers on a node something was handed, until all have had their turn. Safe for use by several threads. */
final class Handing {

    private final Consumer<Reach> done;
    private int outstanding;
    private int reached;
    private int missed;

    /** @param done is told once, when the last of {@code subscribers} has had its turn; at once if there are none */
    Handing(int subscribers, Consumer<Reach> done) {
        this.done = done;
        this.outstanding = subscribers;
        if (subscribers == 0) {
            done.accept(Reach.NOBODY);
        }
    }

    /** A subscriber has it. */
    void reached() {
        ended(1, 0);
    }

    /** A subscriber will not get it. */
    void missed() {
        ended(0, 1);
    }

    /** Something is a subscriber no more. */
    void gone() {
        ended(0, 0);
    }

    private void ended(int reachedNow, int missedNow) {
        Reach reach;
        synchronized (this) {
            reached += reachedNow;
            missed += missedNow;
            outstanding--;
            if (outstanding != 0) {
                return;
            }
            reach = missed > 0 ? Reach.NOT_ALL : reached > 0 ? Reach.ALL : Reach.NOBODY;
        }
        done.accept(reach);
    }
}
