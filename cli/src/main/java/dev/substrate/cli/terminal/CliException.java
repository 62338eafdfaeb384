package dev.substrate.cli.terminal;

/** Ends a verb with a message for its user and an exit code. */
public final class CliException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int exitCode;

    /** Makes an exception that ends the run with {@code exitCode}, one of {@link ExitCode}. */
    public CliException(int exitCode, String message) {
        super(message);
        this.exitCode = exitCode;
    }

    /** Makes an exception that ends the run with {@code exitCode} because of {@code cause}. */
    public CliException(int exitCode, String message, Throwable cause) {
        super(message, cause);
        this.exitCode = exitCode;
    }

    /** Returns an exception for something that failed. */
    public static CliException failed(String message) {
        return new CliException(ExitCode.FAILED, message);
    }

    /** Returns an exception for a command line that makes no sense. */
    public static CliException usage(String message) {
        return new CliException(ExitCode.USAGE, message);
    }

    /** Returns the code to exit with. */
    public int exitCode() {
        return exitCode;
    }
}
