package dev.substrate.cli.store;

import dev.substrate.cli.http.Paths;
import dev.substrate.cli.http.Refusal;
import dev.substrate.cli.http.Request;
import dev.substrate.cli.http.Response;
import dev.substrate.cli.json.JsonDocument;
import dev.substrate.cli.terminal.CliException;
import dev.substrate.cli.transfer.DeadlineException;
import dev.substrate.cli.transfer.Stubborn;
import java.io.IOException;
import java.time.Duration;

/** Asks nodes about the store that they share, for as long as it takes. */
final class StoreIdentity {

    private StoreIdentity() {}

    /** Returns the id of the store. */
    static String of(Stubborn nodes, Duration patience) throws IOException, InterruptedException {
        String id = JsonDocument.parse(
                        answer(nodes, Request.get(Paths.STORE), patience).body())
                .text("id");
        if (id.isEmpty()) {
            throw CliException.failed("The nodes do not tell which store they share");
        }
        return id;
    }

    /** Returns the answer to a request that can be repeated. */
    static Response answer(Stubborn nodes, Request request, Duration patience) throws InterruptedException {
        Response response;
        try {
            response = nodes.send(request, System.nanoTime() + patience.toNanos());
        } catch (DeadlineException e) {
            throw CliException.failed("No node answered within " + patience.toSeconds() + " s: " + e.getMessage()
                    + ". Give the same command again to go on");
        }
        if (response.status() != 200) {
            throw Refusal.of(response).ending(request.writes());
        }
        return response;
    }
}
