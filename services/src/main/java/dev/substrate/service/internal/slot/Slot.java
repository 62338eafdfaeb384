package dev.substrate.service.internal.slot;

import dev.substrate.service.PassivationReason;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A slot of a service, as the record has it.
 *
 * @param name its name, or the resource that it stands for
 * @param token that of the newest grant; 0 if it was never granted
 * @param holder who was granted it and has not given it back; null if it is free
 * @param wanted why it is wanted back; null if it is not
 * @param closing whether it is to vanish when it is given back
 */
public record Slot(
        String name,
        long token,
        @Nullable Holder holder,
        @Nullable PassivationReason wanted,
        boolean closing) {

    /** Makes a slot. */
    public Slot {
        Objects.requireNonNull(name, "name");
        if (holder == null && (wanted != null || closing)) {
            throw new IllegalArgumentException("Slot '" + name + "' is wanted back from nobody");
        }
    }

    /** Returns a slot that was never granted. */
    static Slot free(String name) {
        return new Slot(name, 0, null, null, false);
    }

    /** Returns the slot as it is after a grant. */
    Slot granted(Holder to, long newToken) {
        return new Slot(name, newToken, to, null, false);
    }

    /** Returns the slot as it is after it was given back or taken. */
    Slot freed() {
        return new Slot(name, token, null, null, false);
    }

    /** Returns the slot, wanted back. */
    Slot wantedFor(@Nullable PassivationReason reason) {
        return new Slot(name, token, holder, reason, closing);
    }

    /** Returns the slot, about to vanish. */
    Slot closingDown() {
        return new Slot(name, token, holder, PassivationReason.SLOT_REMOVED, true);
    }

    /** Returns the slot, not about to vanish. */
    Slot keptOpen() {
        return new Slot(name, token, holder, wanted == PassivationReason.SLOT_REMOVED ? null : wanted, false);
    }

    /** Says whether a token is that of the present holder. */
    boolean heldUnder(long aToken) {
        return holder != null && token == aToken;
    }
}
