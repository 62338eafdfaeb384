package dev.substrate.testkit.network;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Links that are cut and whole in turn, until {@link #stop}; the first cut comes after a first time without one. */
public final class Flap implements AutoCloseable {

    private final Network network;
    private final List<Route> routes;
    private final Rhythm rhythm;
    private final CountDownLatch stop = new CountDownLatch(1);
    private final Thread thread;
    private volatile @Nullable RuntimeException failure;

    private Flap(Network network, List<Route> routes, Rhythm rhythm) {
        this.network = network;
        this.routes = routes;
        this.rhythm = rhythm;
        this.thread = new Thread(this::run, "network-flap");
        thread.setDaemon(true);
    }

    static Flap start(Network network, List<Route> routes, Rhythm rhythm) {
        var flap = new Flap(network, routes, rhythm);
        flap.thread.start();
        return flap;
    }

    /**
     * Ends it; when this returns, the links are whole, as far as cuts go.
     *
     * @throws IllegalStateException if it has ended before, because the links could not be cut or healed
     */
    public void stop() {
        end();
        throwFailure();
    }

    void end() {
        stop.countDown();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while waiting for the end of flapping links", e);
        }
        network.forget(this);
    }

    void throwFailure() {
        RuntimeException cause = failure;
        if (cause != null) {
            throw new IllegalStateException("The links did not flap until they were told to stop", cause);
        }
    }

    /** Does the same as {@link #stop}. */
    @Override
    public void close() {
        stop();
    }

    private void run() {
        var chance = new Random(rhythm.seed());
        try {
            while (!toldToStopWithin(rhythm.nextWhole(chance))) {
                setCut(true);
                boolean stopped;
                try {
                    stopped = toldToStopWithin(rhythm.nextCut(chance));
                } finally {
                    setCut(false);
                }
                if (stopped) {
                    return;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            failure = e;
        }
    }

    private void setCut(boolean cut) {
        network.changeAll(
                routes, condition -> condition.withCut(cut), (cut ? "flap: cut " : "flap: heal ") + words(routes));
    }

    private boolean toldToStopWithin(Duration time) throws InterruptedException {
        return stop.await(time.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static String words(List<Route> routes) {
        return String.join(", ", routes.stream().map(Route::toString).toList());
    }
}
