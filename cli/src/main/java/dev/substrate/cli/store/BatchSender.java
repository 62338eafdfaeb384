package dev.substrate.cli.store;

import dev.substrate.cli.http.Paths;
import dev.substrate.cli.http.Refusal;
import dev.substrate.cli.http.Request;
import dev.substrate.cli.http.Response;
import dev.substrate.cli.json.JsonDocument;
import dev.substrate.cli.store.Batch.Line;
import dev.substrate.cli.store.ImportCounts.Outcome;
import dev.substrate.cli.transfer.DeadlineException;
import dev.substrate.cli.transfer.FailureReport;
import dev.substrate.cli.transfer.Stubborn;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Sends batches, and again what of them has no definite outcome yet. Putting a version back twice is putting it back once. */
final class BatchSender {

    private static final String AGAIN = "again";
    private static final Set<String> OUTCOMES =
            Stream.of(Outcome.values()).map(ImportCounts::nameOf).collect(Collectors.toUnmodifiableSet());

    private final Stubborn nodes;
    private final Duration patience;
    private final ImportCounts counts;
    private final FailureReport report;

    BatchSender(Stubborn nodes, Duration patience, ImportCounts counts, FailureReport report) {
        this.nodes = nodes;
        this.patience = patience;
        this.counts = counts;
        this.report = report;
    }

    /**
     * Sends a batch until each of its lines has an outcome.
     *
     * @param part the part that the lines are of
     * @throws IOException if that is not so after the patience, or the nodes take no batches
     */
    void send(String part, Batch batch) throws IOException, InterruptedException {
        long deadlineNanos = System.nanoTime() + patience.toNanos();
        Batch left = batch;
        while (!left.isEmpty()) {
            Response response;
            try {
                response = nodes.send(
                        Request.of("POST", Paths.STORE_RECORDS, "application/x-ndjson", left.body()), deadlineNanos);
            } catch (DeadlineException e) {
                throw new IOException(
                        "For " + patience.toSeconds() + " s, records could not be put back: " + e.getMessage(), e);
            }
            if (response.status() != 200) {
                throw new IOException(
                        "The node refused a batch: " + Refusal.of(response).detail());
            }
            left = settle(part, left, response);
        }
    }

    /** Counts what has an outcome, and returns the rest. */
    private Batch settle(String part, Batch batch, Response response) throws IOException {
        List<String> answers =
                new String(response.body(), StandardCharsets.UTF_8).lines().toList();
        if (answers.size() != batch.lines().size()) {
            throw new IOException("The node answered " + answers.size() + " of "
                    + batch.lines().size() + " lines");
        }
        Batch again = new Batch();
        for (int i = 0; i < answers.size(); i++) {
            Line line = batch.lines().get(i);
            JsonDocument answer = JsonDocument.parse(answers.get(i).getBytes(StandardCharsets.UTF_8));
            String outcome = answer.text("outcome");
            if (outcome.equals(AGAIN)) {
                again.add(line);
            } else if (OUTCOMES.contains(outcome)) {
                counts.add(Outcome.valueOf(outcome.toUpperCase(Locale.ROOT)));
                if (!answer.text("reason").isEmpty()) {
                    report.add(line.number(), "of " + part + ", " + outcome + ": " + answer.text("reason"));
                }
            } else {
                throw new IOException("The node says '" + outcome + "', which this release does not know");
            }
        }
        return again;
    }
}
