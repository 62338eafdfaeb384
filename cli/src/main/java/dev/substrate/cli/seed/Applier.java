package dev.substrate.cli.seed;

import dev.substrate.cli.http.Refusal;
import dev.substrate.cli.http.Request;
import dev.substrate.cli.http.RequestIds;
import dev.substrate.cli.http.Response;
import dev.substrate.cli.seed.AppliedLine.Ending;
import dev.substrate.cli.transfer.DeadlineException;
import dev.substrate.cli.transfer.Stubborn;
import dev.substrate.dht.seed.SeedMode;
import dev.substrate.dht.seed.SeedStep;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * Writes the record of a line, if it still is as it was when it was looked at. Begins with nothing more once a write has got no
 * answer.
 */
final class Applier implements Crew.Work<PlannedLine, AppliedLine> {

    private final Duration deadline;
    private volatile boolean stopped;

    Applier(Duration deadline) {
        this.deadline = deadline;
    }

    @Override
    public AppliedLine on(PlannedLine planned, Stubborn nodes) throws InterruptedException {
        SeedLine line = planned.line();
        if (stopped) {
            return new AppliedLine(line, Ending.NOT_TRIED, "");
        }
        try {
            return applied(line, nodes.send(request(planned), System.nanoTime() + deadline.toNanos()));
        } catch (DeadlineException e) {
            stopped = true;
            return new AppliedLine(
                    line,
                    Ending.UNKNOWN,
                    "no success within " + deadline.toSeconds() + " s, it may or may not be written: "
                            + e.getMessage());
        }
    }

    private static AppliedLine applied(SeedLine line, Response response) {
        if (response.status() / 100 == 2) {
            return new AppliedLine(line, Ending.WRITTEN, "");
        }
        Refusal refusal = Refusal.of(response);
        Ending ending =
                response.status() == 412 ? Ending.CONFLICT : refusal.requestTooOld() ? Ending.UNKNOWN : Ending.FAILED;
        return new AppliedLine(line, ending, refusal.detail());
    }

    private static Request request(PlannedLine planned) {
        SeedLine line = planned.line();
        byte[] body = line.content().entity().text().getBytes(StandardCharsets.UTF_8);
        Request request = line.content().mode() == SeedMode.MERGE
                ? Request.of("PATCH", line.path(), "application/merge-patch+json", body)
                : Request.of("PUT", line.path(), "application/json", body);
        request.header(Request.REQUEST_ID, RequestIds.next());
        return planned.step() instanceof SeedStep.Merge merge
                ? request.header("If-Match", "\"" + merge.version() + "\"")
                : request.header("If-None-Match", "*");
    }
}
