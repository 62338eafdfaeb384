package dev.substrate.testkit.workload;

import dev.substrate.testkit.history.Ending;
import dev.substrate.testkit.history.HistoryRecorder;
import java.util.SplittableRandom;

/**
 * A client on a thread of its own. After an operation of unknown outcome it goes on under another name, since nobody knows
 * when that operation ends, and a client does one thing at a time.
 */
final class Lane {

    /** After what went wrong: calls to a node that is gone fail at once, and would fill the history. */
    private static final long REST_MILLIS = 100;

    private final int number;
    private final long pauseMillis;
    private final Client.Factory clients;
    private final HistoryRecorder recorder;
    private final Thread thread;
    private volatile boolean ending;
    private volatile boolean failed;
    private int life = 1;

    Lane(
            int number,
            long pauseMillis,
            Client.Factory clients,
            Workload workload,
            HistoryRecorder recorder,
            SplittableRandom random) {
        this.number = number;
        this.pauseMillis = pauseMillis;
        this.clients = clients;
        this.recorder = recorder;
        this.thread = new Thread(() -> run(workload, random), "test-client-" + number);
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /** Lets the operation end that is under way, and waits for it. */
    void end() throws InterruptedException {
        ending = true;
        thread.join();
    }

    /** Returns whether it could not go on. */
    boolean hasFailed() {
        return failed;
    }

    private void run(Workload workload, SplittableRandom random) {
        try (Client client = clients.connect(number)) {
            while (!ending) {
                Ending ended = perform(client, workload.next(random));
                Thread.sleep(ended instanceof Ending.Ok ? pauseMillis : Math.max(pauseMillis, REST_MILLIS));
            }
        } catch (Exception | Error thrown) {
            failed = true;
            thrown.printStackTrace();
        }
    }

    /** Does a step, records it, and returns how it ended. */
    Ending perform(Client client, Step step) {
        Ending ended = recorder.record(
                "client " + number + (life == 1 ? "" : "." + life),
                step.key(),
                step.action(),
                () -> client.perform(step.key(), step.action()),
                Lane::classify);
        if (ended instanceof Ending.Unknown) {
            life++;
        }
        return ended;
    }

    private static Ending classify(Exception thrown) {
        return thrown instanceof RefusedException
                ? Ending.refused(String.valueOf(thrown.getMessage()))
                : Ending.unknown(thrown.toString());
    }
}
