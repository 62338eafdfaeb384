package dev.substrate.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** {@code substrate}: the command itself. */
@Command(
        name = "substrate",
        description = {
            "Runs and talks to clusters of Substrate, a toolkit for distributed services on Akka.",
            "",
            "Every verb explains itself with --help."
        },
        footer = {
            "",
            "Examples:",
            "  substrate dev                                        a local cluster of three nodes",
            "  substrate record put greeting:hello '{\"text\":\"Hello\"}'",
            "  substrate record get greeting:hello",
            "  substrate status"
        })
final class RootCommand {

    @Option(names = "--verbose", scope = ScopeType.INHERIT, description = "Show the stack trace of an error.")
    private boolean verbose;

    boolean verbose() {
        return verbose;
    }
}
