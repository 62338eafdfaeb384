package dev.substrate.cli.http;

import dev.substrate.cli.json.JsonDocument;
import dev.substrate.cli.terminal.CliException;
import dev.substrate.cli.terminal.ExitCode;
import java.io.IOException;

/**
 * What a node said instead of doing what it was asked.
 *
 * @param status HTTP status
 * @param type the kind of problem, the last part of its URI; may be empty
 * @param detail what happened, for people
 */
public record Refusal(int status, String type, String detail) {

    private static final String OUTCOME_UNKNOWN = "outcome-unknown";
    private static final String RECORD_DAMAGED = "record-damaged";
    private static final String NOT_READY = "not-ready";
    private static final String NOBODY_THERE = "nobody-there";
    private static final String SERVICE_FAILED = "service-failed";
    private static final String UNAVAILABLE = "unavailable";
    private static final String REQUEST_TOO_OLD = "request-too-old";

    /** Reads the problem document of an answer; makes do with less if there is none. */
    public static Refusal of(Response response) {
        try {
            JsonDocument problem = JsonDocument.parse(response.body());
            String type = problem.text("type");
            String title = problem.text("title");
            String detail = problem.text("detail");
            return new Refusal(
                    response.status(),
                    type.substring(type.lastIndexOf('/') + 1),
                    detail.isEmpty() ? title.isEmpty() ? "HTTP " + response.status() : title : detail);
        } catch (IOException e) {
            String text = response.text().strip();
            String line = text.lines().findFirst().orElse("");
            return new Refusal(
                    response.status(), "", "HTTP " + response.status() + (line.isEmpty() ? "" : ": " + line));
        }
    }

    /**
     * Returns whether the write may have happened all the same.
     *
     * <p>A node says so with its own problem type; a broken one, or a proxy in between, with 500, 502 or a bare 504.
     */
    public boolean outcomeUnknown() {
        return type.equals(OUTCOME_UNKNOWN) || (status == 500 && !recordDamaged()) || status == 502 || status == 504;
    }

    /** Returns whether the node is not up, and has done nothing. */
    public boolean notReady() {
        return type.equals(NOT_READY);
    }

    /** Returns whether nobody was there to do anything. */
    public boolean nobodyThere() {
        return type.equals(NOBODY_THERE);
    }

    /** Returns whether a service has said itself that it failed. */
    public boolean serviceFailed() {
        return type.equals(SERVICE_FAILED);
    }

    /** Returns whether the record refuses everything, whoever asks, until a person repairs it. */
    public boolean recordDamaged() {
        return type.equals(RECORD_DAMAGED);
    }

    /**
     * Returns whether the record may have forgotten the request: this attempt wrote nothing, and whether an earlier one did is not
     * known.
     */
    public boolean requestTooOld() {
        return type.equals(REQUEST_TOO_OLD);
    }

    /** Returns whether the node has tried for as long as it may, and not found the record's owner or its store to answer. */
    public boolean unavailable() {
        return type.equals(UNAVAILABLE);
    }

    /** Returns the way for a verb to end on this refusal. */
    public CliException ending(boolean write) {
        int exitCode = switch (status) {
            case 404 -> ExitCode.NOT_FOUND;
            case 412 -> ExitCode.CONFLICT;
            default ->
                type.equals(OUTCOME_UNKNOWN) || (write && outcomeUnknown())
                        ? ExitCode.OUTCOME_UNKNOWN
                        : ExitCode.FAILED;
        };
        return new CliException(exitCode, detail);
    }
}
