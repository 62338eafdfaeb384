package dev.substrate.service.internal.host;

import dev.substrate.service.SlotGrant;
import org.jspecify.annotations.Nullable;

/** One time of being active. Ended by the host, and looked at by the service's actor before it handles each message. */
final class Tenure {

    private final @Nullable SlotGrant grant;
    private volatile boolean over;

    Tenure(@Nullable SlotGrant grant) {
        this.grant = grant;
    }

    @Nullable
    SlotGrant grant() {
        return grant;
    }

    boolean isOver() {
        return over;
    }

    void end() {
        over = true;
    }
}
