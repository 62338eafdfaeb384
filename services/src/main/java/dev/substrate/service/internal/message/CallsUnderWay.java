package dev.substrate.service.internal.message;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** Bounds how many calls are under way from a node. Safe for use by several threads. */
final class CallsUnderWay {

    private final String setting;
    private final int max;
    private final AtomicInteger count = new AtomicInteger();

    CallsUnderWay(String setting, int max) {
        this.setting = setting;
        this.max = max;
    }

    /** Lets a call begin; or says why it may not, and then it must not end either. */
    Optional<String> begin() {
        if (count.incrementAndGet() > max) {
            count.decrementAndGet();
            return Optional.of(setting + " (" + max + ") calls are under way from this node already");
        }
        return Optional.empty();
    }

    void end() {
        count.decrementAndGet();
    }

    int count() {
        return count.get();
    }
}
