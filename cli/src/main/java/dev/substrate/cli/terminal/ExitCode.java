package dev.substrate.cli.terminal;

/** How a run of the command ends; part of the command's contract. */
public final class ExitCode {

    /** What was asked for is done. */
    public static final int DONE = 0;

    /** It failed; nothing that the other codes name. */
    public static final int FAILED = 1;

    /** The command line itself is wrong. */
    public static final int USAGE = 2;

    /** There is no such thing. */
    public static final int NOT_FOUND = 3;

    /** The record is at another version than asked for; nothing was written. */
    public static final int CONFLICT = 4;

    /** The write may or may not have happened; repeating it with the same request id is safe. */
    public static final int OUTCOME_UNKNOWN = 5;

    private ExitCode() {}
}
