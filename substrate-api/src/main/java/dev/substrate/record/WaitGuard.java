package dev.substrate.record;

import org.jspecify.annotations.Nullable;

/**
 * Tells the threads on which nobody may wait: those of Akka, on which actors, timers and Substrate's own callbacks run. If they
 * wait for a record, there may be nobody left to bring it.
 *
 * <p>Akka's threads are known by the names of classes, since this module knows no toolkit: a thread of a fork-join dispatcher is of
 * a class of Akka's, one of a thread pool is not, but every one reports its end to a handler of Akka's.
 */
final class WaitGuard {

    private static final String TOOLKIT = "akka.";

    /** The threads on which stages of a client complete that is no node. */
    private static final String CLIENT = "dev.substrate.client.";

    /** Part of the names of the threads of the one dispatcher that Akka has for code that waits. */
    private static final String MADE_FOR_WAITING = "-akka.actor.default-blocking-io-dispatcher-";

    private WaitGuard() {}

    static void requireMayWait() {
        Thread thread = Thread.currentThread();
        if (isToolkits(thread) && !thread.getName().contains(MADE_FOR_WAITING)) {
            throw new IllegalStateException("Nothing was sent: a call that waits is not for thread '" + thread.getName()
                    + "', on which actors or callbacks run that others wait for. Use the stages of Dht (from an actor with"
                    + " pipeToSelf), or wait on a thread of your own or on DispatcherSelector.blocking().");
        }
    }

    private static boolean isToolkits(Thread thread) {
        return isToolkits(thread.getClass())
                || isToolkits(thread.getUncaughtExceptionHandler().getClass());
    }

    private static boolean isToolkits(Class<?> type) {
        for (@Nullable Class<?> c = type; c != null; c = c.getSuperclass()) {
            if (c.getName().startsWith(TOOLKIT) || c.getName().startsWith(CLIENT)) {
                return true;
            }
        }
        return false;
    }
}
