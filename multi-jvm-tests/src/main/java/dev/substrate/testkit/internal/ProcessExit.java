package dev.substrate.testkit.internal;

import akka.actor.CoordinatedShutdown;
import akka.actor.typed.ActorSystem;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Ends the process with its node, and the node with its process, with the exit codes of a deployed node: 0 after an
 * orderly stop, 10 if the cluster removed the node, 1 if it did not stop in time.
 */
final class ProcessExit {

    private static final int STOPPED = 0;
    private static final int NOT_STOPPED = 1;
    private static final int DOWNED = 10;

    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(18);

    private ProcessExit() {}

    static void follows(ActorSystem<?> system) {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stopAndHalt(system), "test-stop"));
        var unused = system.getWhenTerminated().thenAccept(terminated -> System.exit(STOPPED));
    }

    // Halts, because the virtual machine would report the signal that it got as its exit code.
    private static void stopAndHalt(ActorSystem<?> system) {
        var shutdown = CoordinatedShutdown.get(system);
        var unused = shutdown.runAll(CoordinatedShutdown.jvmExitReason());
        boolean stopped = hasTerminated(system);
        boolean downed = shutdown.getShutdownReason()
                .filter(CoordinatedShutdown.clusterDowningReason()::equals)
                .isPresent();
        Runtime.getRuntime().halt(downed ? DOWNED : stopped ? STOPPED : NOT_STOPPED);
    }

    private static boolean hasTerminated(ActorSystem<?> system) {
        try {
            system.getWhenTerminated().toCompletableFuture().get(STOP_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException | ExecutionException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
