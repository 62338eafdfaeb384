package dev.substrate.cli.client;

import dev.substrate.cli.http.ScopeText;
import picocli.CommandLine.Option;

/** The option {@code --scope}: how far the name of a record reaches. */
public final class ScopeOption {

    @Option(
            names = "--scope",
            paramLabel = "SCOPE",
            description =
                    "How far the name reaches: global, region or zone, which are those of the node that answers, or "
                            + "one by its number, region-R or zone-R.Z (default: the scope of the record's type).")
    private ScopeText scope = ScopeText.OF_TYPE;

    /** Returns what was given. */
    public ScopeText scope() {
        return scope;
    }
}
