package dev.substrate.client;

import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/** A thread on which stages complete. The blocking view of a store knows it by its class, and refuses to wait on it. */
final class CallbackThread extends Thread {

    private CallbackThread(Runnable task, String name) {
        super(task, name);
        setDaemon(true);
    }

    static ThreadFactory factory() {
        AtomicInteger last = new AtomicInteger();
        return task -> new CallbackThread(task, "substrate-client-callback-" + last.incrementAndGet());
    }
}
