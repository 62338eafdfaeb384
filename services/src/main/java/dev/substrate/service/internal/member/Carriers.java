package dev.substrate.service.internal.member;

import dev.substrate.ring.Ring;
import java.util.Set;

/** Tells which nodes carry a service. */
public interface Carriers {

    /** Returns the members of a ring that carry a service, as far as this node knows; none if it does not know yet. */
    Ring of(String service, Ring ring);

    /** Finds out anew, for some services; what comes of it is known later. */
    default void refresh(Set<String> services) {}
}
