package dev.substrate.cassandra;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/**
 * The folder with the jars of a Cassandra server.
 *
 * @param folder the folder
 * @param agent the jar of jamm, with which Cassandra measures its memtables
 */
record Libraries(Path folder, Path agent) {

    static final String PROPERTY = "substrate.cassandra.lib";
    static final String VARIABLE = "SUBSTRATE_CASSANDRA_LIB";

    static final String COLLECT = "./mvnw -f local-cassandra/server/pom.xml package";

    private static final String HOW = "Collect the jars from Maven Central with '" + COLLECT
            + "' in Substrate's source folder, then name local-cassandra/server/target/lib there";

    /** Returns the folder that the property names, or else the variable. */
    static Path find(Properties properties, Map<String, String> environment) {
        String named = properties.getProperty(PROPERTY, environment.getOrDefault(VARIABLE, ""));
        if (named.isBlank()) {
            throw new CassandraException("Where the jars of Cassandra are is not said: neither the system property "
                    + PROPERTY + " nor the environment variable " + VARIABLE + " is set. " + HOW);
        }
        return in(Path.of(named)).folder();
    }

    /** Looks into a folder. */
    static Libraries in(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw new CassandraException("There is no folder " + folder + " with the jars of Cassandra. " + HOW);
        }
        return new Libraries(only(folder, "cassandra-all-*.jar").getParent(), only(folder, "jamm-*.jar"));
    }

    private static Path only(Path folder, String pattern) {
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, pattern)) {
            files.forEach(found::add);
        } catch (IOException e) {
            throw new CassandraException("The folder " + folder + " cannot be read", e);
        }
        if (found.isEmpty()) {
            throw new CassandraException(
                    "There is no " + pattern + " in " + folder + ", so Cassandra is not there. " + HOW);
        }
        if (found.size() > 1) {
            throw new CassandraException("There are the jars of several versions of Cassandra in " + folder + ": "
                    + found + ". Delete the folder. " + HOW);
        }
        return found.get(0).toAbsolutePath().normalize();
    }
}
