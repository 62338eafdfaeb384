package dev.substrate.service.internal.host;

import dev.substrate.ring.Ring;
import dev.substrate.ring.RingMember;
import dev.substrate.service.Activation;
import dev.substrate.service.PassivationReason;
import dev.substrate.service.internal.slot.Slot;
import dev.substrate.service.internal.slot.SlotTable;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a service should be on a node. */
sealed interface Want {

    /** It should be active. */
    enum Active implements Want {
        ACTIVE
    }

    /** It should be passive. */
    record Passive(PassivationReason reason) implements Want {}

    /** Not enough is known to change anything. */
    enum Unknown implements Want {
        UNKNOWN
    }

    /**
     * Says what a service should be.
     *
     * @param service its name
     * @param self this life of this node
     * @param ring the members
     * @param table its slots; null if they are not known, or it has none
     * @param carriers the members that carry it; null if that is not known
     * @param leaving whether this node leaves
     */
    static Want of(
            String service,
            Activation activation,
            RingMember self,
            Ring ring,
            @Nullable SlotTable table,
            @Nullable Ring carriers,
            boolean leaving) {
        if (leaving) {
            return new Passive(PassivationReason.NODE_LEAVES);
        }
        if (ring.member(self.node()).isEmpty()) {
            return Unknown.UNKNOWN;
        }
        if (activation instanceof Activation.Supernode supernode) {
            if (carriers == null) {
                return Unknown.UNKNOWN;
            }
            return Whereabouts.nearest(service, supernode, carriers, ring, self.node())
                            .contains(self.node())
                    ? Active.ACTIVE
                    : new Passive(PassivationReason.NOT_NEAREST);
        }
        if (activation instanceof Activation.Always) {
            return Active.ACTIVE;
        }
        Optional<Slot> mine = table == null ? Optional.empty() : table.heldBy(self.incarnation());
        if (mine.isEmpty()) {
            return Unknown.UNKNOWN;
        }
        PassivationReason wanted = mine.get().wanted();
        return wanted == null ? Active.ACTIVE : new Passive(wanted);
    }
}
