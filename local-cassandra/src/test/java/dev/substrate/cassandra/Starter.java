package dev.substrate.cassandra;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** A process that starts a Cassandra which is to end with it, says so, and waits to be killed. */
final class Starter {

    private Starter() {}

    public static void main(String[] args) throws InterruptedException {
        CassandraSettings settings = CassandraSettings.of(
                        Path.of(args[0]), LocalCassandra.libraries(), Integer.parseInt(args[1]))
                .endingWithStarter();
        System.out.println(LocalCassandra.start(settings).pid());
        TimeUnit.DAYS.sleep(1);
    }
}
