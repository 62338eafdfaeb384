package dev.substrate.cli.seed;

import dev.substrate.cli.http.Refusal;
import dev.substrate.cli.http.Request;
import dev.substrate.cli.http.Response;
import dev.substrate.cli.terminal.CliException;
import dev.substrate.cli.transfer.DeadlineException;
import dev.substrate.cli.transfer.Stubborn;
import dev.substrate.record.Json;
import java.time.Duration;

/** Looks at the record of a line and says what is to be done for it. */
final class Planner implements Crew.Work<SeedLine, PlannedLine> {

    private final Duration deadline;

    Planner(Duration deadline) {
        this.deadline = deadline;
    }

    @Override
    public PlannedLine on(SeedLine line, Stubborn nodes) throws InterruptedException {
        Response response = look(line, nodes);
        if (response.status() == 200) {
            return new PlannedLine(line, line.content().against(response.version(), new Json(response.text())));
        }
        if (response.status() == 404) {
            return new PlannedLine(line, line.content().against(0, null));
        }
        CliException refused = Refusal.of(response).ending(false);
        throw new CliException(
                refused.exitCode(), "Line " + line.number() + ", '" + line.name() + "': " + refused.getMessage());
    }

    private Response look(SeedLine line, Stubborn nodes) throws InterruptedException {
        try {
            return nodes.send(Request.get(line.path()), System.nanoTime() + deadline.toNanos());
        } catch (DeadlineException e) {
            throw CliException.failed("'" + line.name() + "' could not be read within " + deadline.toSeconds()
                    + " s, and nothing was written: " + e.getMessage());
        }
    }
}
