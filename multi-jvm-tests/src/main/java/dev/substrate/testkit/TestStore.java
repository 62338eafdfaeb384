package dev.substrate.testkit;

import java.nio.file.Path;

/** The store of one cluster under test. */
sealed interface TestStore permits TestStore.SqliteFile, CassandraHandle {

    /** Returns the settings with which a node uses the store, in HOCON below {@code substrate}. */
    String config();

    /** A file that all nodes share. */
    record SqliteFile(Path file) implements TestStore {

        @Override
        public String config() {
            return """
                  store = sqlite
                  sqlite.file = %s
                """.formatted(NodeSettings.quoted(file));
        }
    }
}
