package dev.substrate.cli.record;

import dev.substrate.cli.http.ClusterClient;
import dev.substrate.cli.http.Refusal;
import dev.substrate.cli.http.Request;
import dev.substrate.cli.http.RequestIds;
import dev.substrate.cli.http.Response;
import dev.substrate.cli.json.JsonDocument;
import dev.substrate.cli.terminal.CliException;
import dev.substrate.cli.terminal.ExitCode;
import dev.substrate.cli.terminal.Shell;
import dev.substrate.record.RecordUri;
import dev.substrate.record.RequestId;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What the verbs that write one record have in common: a request id, and what they print. */
abstract class WriteVerb extends RecordVerb {

    @Parameters(index = "0", paramLabel = "URI", description = "The record, as scheme:id.")
    RecordUri uri = new RecordUri("x", "x");

    @Option(
            names = "--request-id",
            paramLabel = "ID",
            description = {
                "Names this write: repeating it with the same id is safe, it is done once (default: a new id, which says when "
                        + "it was made)."
            })
    private @Nullable RequestId requestId;

    WriteVerb(Shell shell) {
        super(shell);
    }

    /** Sends the write, and returns the answer if it is a success. */
    final Response write(ClusterClient client, Request request) {
        String id = requestId == null ? RequestIds.next() : requestId.value();
        try {
            Response response = client.send(request.header(Request.REQUEST_ID, id));
            if (response.status() / 100 != 2) {
                throw refused(response);
            }
            return response;
        } catch (CliException e) {
            if (e.exitCode() == ExitCode.OUTCOME_UNKNOWN) {
                throw new CliException(
                        e.exitCode(), e.getMessage() + "\nRepeating it is safe with: --request-id " + id, e);
            }
            throw e;
        }
    }

    private CliException refused(Response response) {
        Refusal refusal = Refusal.of(response);
        if (response.status() == 412) {
            return new CliException(ExitCode.CONFLICT, "Conflict. " + refusal.detail());
        }
        if (refusal.requestTooOld() && requestId == null) {
            return CliException.failed(
                    refusal.detail() + "\nThe request was made just now: either the clock of this machine is "
                            + "late, or the record is written very often.");
        }
        return refusal.ending(true);
    }

    /** Prints the node's report of a write. */
    final void report(Response response) throws IOException {
        JsonDocument done = JsonDocument.parse(response.body());
        if (output.json()) {
            shell.println(response.text().strip());
        } else {
            shell.println(
                    (done.flag("created") ? "Created " : "Replaced ") + uri + ", version " + done.number("version")
                            + (done.flag("repeated") ? " (done before, by a request with the same id)" : ""));
        }
    }
}
