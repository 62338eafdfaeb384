package dev.substrate.cli.seed;

import dev.substrate.cli.terminal.ExitCode;

/**
 * A line of a seed file, and what became of it.
 *
 * @param line the line
 * @param ending how it ended
 * @param detail what there is to say of it; empty for nothing
 */
record AppliedLine(SeedLine line, Ending ending, String detail) {

    /** How a line ended. */
    enum Ending {
        WRITTEN("written", ExitCode.DONE),
        CONFLICT("conflict", ExitCode.CONFLICT),
        FAILED("failed", ExitCode.FAILED),
        UNKNOWN("unknown", ExitCode.OUTCOME_UNKNOWN),
        NOT_TRIED("notTried", ExitCode.FAILED);

        private final String text;
        private final int exitCode;

        Ending(String text, int exitCode) {
            this.text = text;
            this.exitCode = exitCode;
        }

        String text() {
            return text;
        }

        int exitCode() {
            return exitCode;
        }
    }
}
