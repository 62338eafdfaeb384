package dev.substrate.service;

import dev.substrate.record.Place;
import java.util.Objects;

/**
 * A slot that a node holds.
 *
 * <p>The token is greater than that of every earlier grant of a slot of the service in the place. Whoever writes on behalf of a slot into something that outlives the node
 * should write the token with it, and refuse to write over a greater one: nobody can act for a slot that it has lost, however long it stood still.
 *
 * @param service the name of the service
 * @param place where the slot is
 * @param slot its name, or the resource that it stands for
 * @param token the fencing token of this grant
 */
public record SlotGrant(String service, Place place, String slot, long token) {

    /** Makes a grant. */
    public SlotGrant {
        Objects.requireNonNull(service, "service");
        Objects.requireNonNull(place, "place");
        Objects.requireNonNull(slot, "slot");
    }
}
