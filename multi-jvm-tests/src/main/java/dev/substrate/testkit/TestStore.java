package dev.substrate.testkit;

import java.nio.file.Path;

/** The store of one cluster under test. */
sealed interface TestStore permits TestStore.SqliteFile, CassandraHandle {

    /** Returns the settings with which a node uses the store, in HOCON below {@code substrate}. */
    String config();

    /** Returns a value as HOCON takes it. */
    static String quoted(Object value) {
        return '"' + value.toString().replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    /** A file that all nodes share. */
    record SqliteFile(Path file) implements TestStore {

        @Override
        public String config() {
            return """
                  store = sqlite
                  sqlite.file = %s
                """.formatted(TestStore.quoted(file));
        }
    }
}
