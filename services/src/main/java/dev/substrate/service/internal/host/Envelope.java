package dev.substrate.service.internal.host;

import dev.substrate.id.NodeId;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A message in the mailbox of a service's actor, which either the actor takes, or its host takes back; never both. */
final class Envelope {

    private final Delivery delivery;
    private final @Nullable Tenure tenure;
    private final Supplier<List<NodeId>> activeElsewhere;
    private final AtomicBoolean settled = new AtomicBoolean();

    /**
     * Makes one.
     *
     * @param tenure during which it may be handled; null if that does not matter
     */
    Envelope(Delivery delivery, @Nullable Tenure tenure, Supplier<List<NodeId>> activeElsewhere) {
        this.delivery = delivery;
        this.tenure = tenure;
        this.activeElsewhere = activeElsewhere;
    }

    /** Returns the message if it is to be handled now. */
    @Nullable
    Delivery take() {
        if (tenure != null && tenure.isOver()) {
            takeBack();
            return null;
        }
        return settled.compareAndSet(false, true) ? delivery : null;
    }

    void takeBack() {
        if (settled.compareAndSet(false, true)) {
            delivery.undelivered(new Delivery.Hindrance.Passive(activeElsewhere.get()));
        }
    }

    boolean isSettled() {
        return settled.get();
    }
}
