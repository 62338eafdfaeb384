package dev.substrate.cli;

import dev.substrate.cli.terminal.CliException;
import dev.substrate.cli.terminal.ExitCode;
import dev.substrate.cli.terminal.Shell;
import java.util.function.BooleanSupplier;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** Tells users what went wrong: one line, no stack trace unless they ask for it. */
final class Errors {

    private final Shell shell;
    private final BooleanSupplier verbose;

    Errors(Shell shell, BooleanSupplier verbose) {
        this.shell = shell;
        this.verbose = verbose;
    }

    int onUsage(ParameterException problem, String[] args) {
        say(problem.getMessage());
        shell.note("See: " + problem.getCommandLine().getCommandSpec().qualifiedName() + " --help");
        return ExitCode.USAGE;
    }

    int onFailure(Exception problem, CommandLine command, ParseResult parsed) {
        shell.out().flush();
        if (verbose.getAsBoolean()) {
            problem.printStackTrace(shell.err());
        }
        if (problem instanceof CliException ending) {
            say(ending.getMessage());
            if (ending.exitCode() == ExitCode.USAGE) {
                shell.note("See: " + command.getCommandSpec().qualifiedName() + " --help");
            }
            return ending.exitCode();
        }
        say(String.valueOf(problem.getMessage()) + " (" + problem.getClass().getSimpleName()
                + ", more with --verbose)");
        return ExitCode.FAILED;
    }

    private void say(String message) {
        shell.note("substrate: " + message);
    }
}
