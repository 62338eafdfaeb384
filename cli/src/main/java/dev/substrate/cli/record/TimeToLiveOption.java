package dev.substrate.cli.record;

import dev.substrate.cli.http.Request;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option {@code --ttl}: for how long a record lives. */
final class TimeToLiveOption {

    @Option(
            names = "--ttl",
            paramLabel = "DURATION",
            description = "Delete the record so long after this write: 30s, 10m, 2h, 7d, or ISO 8601 as in PT1H30M "
                    + "(default: what is put lives for ever, what is updated as long as before).")
    private @Nullable Duration timeToLive;

    void addTo(Request request) {
        if (timeToLive != null) {
            request.header(Request.TIME_TO_LIVE, timeToLive.toString());
        }
    }
}
