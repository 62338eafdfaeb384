package dev.substrate.cli.dev;

import dev.substrate.cli.terminal.Shell;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option {@code --data}. */
public final class DataOption {

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = {
                "Data directory of the local cluster (default: $$SUBSTRATE_DATA, or .substrate/dev beside the launcher)."
            })
    private @Nullable Path data;

    /** Returns the data directory, whether it exists or not. */
    public Path resolve(Shell shell) {
        return DataDir.resolve(data, shell.env());
    }
}
