package dev.substrate.testkit;

import dev.substrate.cassandra.LocalCassandra;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;

/**
 * The Cassandra that keeps what a cluster under test must not lose, for tests that want it to fail.
 *
 * <p>It is a real one, with one node, in a process of its own, and shared: tests that run at the same time in this process
 * see its faults too. A test may leave it dead or paused; before the next one it is whole again. If it ends although no
 * test asked for it, the test fails.
 */
public final class CassandraHandle implements TestStore {

    private static final Duration ANSWERS_DEADLINE = Duration.ofMinutes(2);
    private static final Duration STOP_DEADLINE = Duration.ofSeconds(60);

    private final LocalCassandra cassandra;
    private final String keyspace;
    private volatile boolean endExpected;
    private volatile boolean paused;

    CassandraHandle(LocalCassandra cassandra, String keyspace) {
        this.cassandra = cassandra;
        this.keyspace = keyspace;
    }

    /** Sends SIGKILL, and returns when the process is gone. */
    public void kill() {
        throwUnexpectedEnd();
        endExpected = true;
        cassandra.kill();
        paused = false;
    }

    /** Sends SIGTERM, and returns when the process has ended; it writes its tables to disk first. */
    public void stop() {
        throwUnexpectedEnd();
        endExpected = true;
        if (!cassandra.stop(TimeFactor.dilate(STOP_DEADLINE))) {
            throw new AssertionError("Cassandra did not end within " + TimeFactor.dilate(STOP_DEADLINE));
        }
        paused = false;
    }

    /** Sends SIGSTOP. */
    public void pause() {
        cassandra.pause();
        paused = true;
    }

    /** Sends SIGCONT. */
    public void resume() {
        cassandra.resume();
        paused = false;
    }

    /** Starts it again with its data after it was killed or stopped, and returns when it answers. */
    public void restart() {
        cassandra.restart();
        endExpected = false;
        cassandra.awaitAnswering(TimeFactor.dilate(ANSWERS_DEADLINE), elapsed -> {});
    }

    /** Returns whether its process is alive, be it paused. */
    public boolean isAlive() {
        return cassandra.isAlive();
    }

    /** Returns where drivers connect, as {@code host:port}. */
    public String contactPoint() {
        return cassandra.settings().contactPoint();
    }

    InetSocketAddress address() {
        int colon = contactPoint().lastIndexOf(':');
        return new InetSocketAddress(
                contactPoint().substring(0, colon),
                Integer.parseInt(contactPoint().substring(colon + 1)));
    }

    /** Returns the keyspace of the test's cluster. */
    public String keyspace() {
        return keyspace;
    }

    /** Returns its log, which goes on from test to test. */
    public Path log() {
        return cassandra.settings().logFile();
    }

    /** Returns the settings with which a node uses it, in HOCON below {@code substrate}. */
    @Override
    public String config() {
        return config(contactPoint());
    }

    /** Returns the settings of a node that reaches it at another address, as {@code host:port}. */
    String config(String contactPoint) {
        return """
              store = cassandra
              cassandra {
                contact-points = [%s]
                local-datacenter = %s
                keyspace = %s
                replication-factor = 1
                create-schema = on
              }
            """.formatted(
                        TestStore.quoted(contactPoint),
                        TestStore.quoted(LocalCassandra.DATACENTER),
                        TestStore.quoted(keyspace));
    }

    /** Lets it answer again, whatever an earlier test has done to it. */
    void makeWhole() {
        if (cassandra.isAlive()) {
            cassandra.resume();
        } else {
            cassandra.restart();
        }
        cassandra.awaitAnswering(TimeFactor.dilate(ANSWERS_DEADLINE), elapsed -> {});
    }

    /** Throws if its process has ended although nobody asked for it. */
    void throwUnexpectedEnd() {
        if (!cassandra.isAlive() && !endExpected) {
            throw new NodeFailedException(
                    describe() + ", and nobody asked for it. Its log ends:\n" + LogTail.of(log()));
        }
    }

    String describe() {
        String state = !cassandra.isAlive() ? "has ended" : paused ? "is paused" : "is alive";
        return "Cassandra (pid " + cassandra.pid() + ", keyspace " + keyspace + ", " + log() + ") " + state;
    }
}
