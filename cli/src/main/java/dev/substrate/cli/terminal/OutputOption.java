package dev.substrate.cli.terminal;

import picocli.CommandLine.Option;

/** The option {@code -o}: how a verb prints its result. */
public final class OutputOption {

    enum Format {
        table,
        json
    }

    @Option(
            names = {"-o", "--output-format"},
            paramLabel = "FORMAT",
            defaultValue = "table",
            description = "How to print the result: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    private Format format = Format.table;

    /** Returns whether the result is to be one JSON document. */
    public boolean json() {
        return format == Format.json;
    }
}
