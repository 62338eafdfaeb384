package dev.substrate.cli.dev;

import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where the local cluster keeps its data. */
public final class DataDir {

    private DataDir() {}

    /**
     * Returns the data directory: {@code option} if there is one, or what {@code SUBSTRATE_DATA} says, or
     * {@code .substrate/dev} in {@code SUBSTRATE_HOME} (the launcher's folder) or else in the current directory.
     */
    public static Path resolve(@Nullable Path option, Map<String, String> env) {
        if (option != null) {
            return absolute(option);
        }
        String data = env.getOrDefault("SUBSTRATE_DATA", "");
        if (!data.isEmpty()) {
            return absolute(Path.of(data));
        }
        return absolute(Path.of(env.getOrDefault("SUBSTRATE_HOME", ""), ".substrate", "dev"));
    }

    private static Path absolute(Path path) {
        return path.toAbsolutePath().normalize();
    }
}
