package dev.substrate.cli.dev;

import dev.substrate.cassandra.CassandraSettings;
import dev.substrate.cassandra.LocalCassandra;
import java.nio.file.Path;
import java.util.List;

/**
 * The Cassandra that belongs to a local cluster.
 *
 * @param dir its own directory, absolute and without symbolic links
 * @param port TCP port for drivers; the one after it is taken too
 */
record DevCassandra(Path dir, int port) implements DevProcess {

    static final String NAME = "cassandra";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String argument() {
        return NAME;
    }

    @Override
    public String fileName() {
        return NAME;
    }

    @Override
    public boolean ownsCommand(List<String> commandLine) {
        return commandLine.contains(LocalCassandra.marker(dir));
    }

    String contactPoint() {
        return CassandraSettings.HOST + ":" + port;
    }
}
