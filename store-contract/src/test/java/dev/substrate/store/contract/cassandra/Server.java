package dev.substrate.store.contract.cassandra;

import com.datastax.oss.driver.api.core.CqlSession;
import dev.substrate.cassandra.CassandraSettings;
import dev.substrate.cassandra.LocalCassandra;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** A Cassandra that ends with this process. */
final class Server implements AutoCloseable {

    private static final Duration STARTS_WITHIN = Duration.ofMinutes(2);

    private final LocalCassandra cassandra;

    private Server(LocalCassandra cassandra) {
        this.cassandra = cassandra;
    }

    static Server start(Path folder) {
        CassandraSettings settings = CassandraSettings.of(folder, LocalCassandra.libraries(), freePorts())
                .endingWithStarter();
        return new Server(LocalCassandra.start(settings).awaitAnswering(STARTS_WITHIN, elapsed -> {}));
    }

    String contactPoint() {
        return cassandra.settings().contactPoint();
    }

    boolean isAlive() {
        return cassandra.isAlive();
    }

    void pause() {
        cassandra.pause();
    }

    void resume() {
        cassandra.resume();
    }

    void kill() {
        cassandra.kill();
    }

    void startAgain() {
        cassandra.restart().awaitAnswering(STARTS_WITHIN, elapsed -> {});
    }

    /** Connects as a person with a shell would. */
    CqlSession connect() {
        return CqlSession.builder()
                .addContactPoint(new InetSocketAddress(
                        InetAddress.getLoopbackAddress(), cassandra.settings().nativePort()))
                .withLocalDatacenter(LocalCassandra.DATACENTER)
                .withKeyspace(CassandraHarness.KEYSPACE)
                .build();
    }

    /** Returns a port that is free, as the next one is; below those that the kernel gives to clients. */
    private static int freePorts() {
        while (true) {
            int port = ThreadLocalRandom.current().nextInt(10_000, 20_000);
            if (isFree(port) && isFree(port + 1)) {
                return port;
            }
        }
    }

    private static boolean isFree(int port) {
        try (var socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public void close() {
        cassandra.close();
    }
}
