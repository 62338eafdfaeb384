package dev.substrate.cli.transfer;

import dev.substrate.cli.http.Paths;
import dev.substrate.cli.http.Refusal;
import dev.substrate.cli.http.Request;
import dev.substrate.cli.http.RequestIds;
import dev.substrate.cli.http.Response;
import dev.substrate.cli.http.ScopeText;
import java.time.Duration;
import java.util.Arrays;

/** Brings the record of one line to the state that the line describes. */
final class LineWriter {

    /** What became of a line. */
    enum Outcome {
        WRITTEN,
        UNCHANGED
    }

    /** How often somebody else may write the record in between before the line is given up. */
    private static final int CONFLICTS_MAX = 20;

    private final Stubborn nodes;
    private final ScopeText scope;
    private final Duration deadline;

    /** @param scope where the records of lines are that do not say so themselves */
    LineWriter(Stubborn nodes, ScopeText scope, Duration deadline) {
        this.nodes = nodes;
        this.scope = scope;
        this.deadline = deadline;
    }

    /** Writes a line. Most records are new, so creating one takes one request. */
    Outcome write(ImportLine line) throws BadLineException, DeadlineException, InterruptedException {
        long deadlineNanos = System.nanoTime() + deadline.toNanos();
        String path = Paths.record(line.uri(), line.scope().ofType() ? scope : line.scope());
        Request create = put(path, line).header("If-None-Match", "*");
        for (int conflicts = 0; conflicts < CONFLICTS_MAX; conflicts++) {
            if (wrote(nodes.send(create, deadlineNanos))) {
                return Outcome.WRITTEN;
            }
            Response current = nodes.send(Request.get(path), deadlineNanos);
            if (current.status() == 200) {
                if (Arrays.equals(current.body(), line.entity())) {
                    return Outcome.UNCHANGED;
                }
                Request replace = put(path, line).header("If-Match", "\"" + current.version() + "\"");
                if (wrote(nodes.send(replace, deadlineNanos))) {
                    return Outcome.WRITTEN;
                }
            } else if (current.status() != 404) {
                throw refused(current);
            }
            // Another attempt is another request: under the old id it would get the old answer.
            create = put(path, line).header("If-None-Match", "*");
        }
        throw new BadLineException("others kept writing the record: gave up after " + CONFLICTS_MAX + " conflicts");
    }

    private static Request put(String path, ImportLine line) {
        return Request.of("PUT", path, "application/json", line.entity()).header(Request.REQUEST_ID, RequestIds.next());
    }

    /** Returns false on a conflict, and when the record cannot tell whether it has seen the request: then it must be looked at. */
    private static boolean wrote(Response response) throws BadLineException {
        if (response.status() / 100 == 2) {
            return true;
        }
        if (response.status() == 412 || Refusal.of(response).requestTooOld()) {
            return false;
        }
        throw refused(response);
    }

    private static BadLineException refused(Response response) {
        return new BadLineException("refused: " + Refusal.of(response).detail());
    }
}
