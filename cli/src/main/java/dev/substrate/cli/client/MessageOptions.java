package dev.substrate.cli.client;

import dev.substrate.cli.http.Request;
import dev.substrate.cli.http.ScopeText;
import dev.substrate.cli.terminal.CliException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of the verbs that send messages. */
public final class MessageOptions {

    private static final Duration DEADLINE_MAX = Duration.ofMinutes(10);

    @Option(
            names = "--place",
            paramLabel = "PLACE",
            description =
                    "Where: global, region or zone, which are those of the node that answers, or one by its number, "
                            + "region-R or zone-R.Z (default: global).")
    private ScopeText place = ScopeText.OF_TYPE;

    @Option(
            names = "--deadline",
            paramLabel = "DURATION",
            description = "How long to wait for the outcome, such as 500ms or 30s (default: what the node is set to).")
    private @Nullable Duration deadline;

    @Option(
            names = "--transaction",
            paramLabel = "ID",
            defaultValue = "",
            description = "Names the work that this is part of, on all nodes and in their logs (default: a new name).")
    private String transaction = "";

    /** Returns how long the node may wait before it answers. */
    public Duration wait(@Nullable Duration more) {
        Duration all = deadline == null ? Duration.ZERO : deadline;
        return more == null ? all : all.plus(more);
    }

    /** Returns what these options are as parameters of a request. */
    public Map<String, String> parameters() {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("place", place.text());
        parameters.put("deadline", seconds("--deadline", deadline));
        return parameters;
    }

    /** Adds what these options are as headers of a request. */
    public Request addTo(Request request) {
        if (transaction.isEmpty()) {
            return request;
        }
        try {
            return request.header("Substrate-Transaction-Id", transaction);
        } catch (IllegalArgumentException e) {
            throw CliException.usage("--transaction has only characters of A-Z a-z 0-9 . _ : -");
        }
    }

    /** Returns a duration as a node reads it; empty if there is none. */
    public static String seconds(String option, @Nullable Duration duration) {
        if (duration == null) {
            return "";
        }
        if (duration.compareTo(DEADLINE_MAX) > 0) {
            throw CliException.usage(option + " is at most " + DEADLINE_MAX.toMinutes() + " minutes");
        }
        return BigDecimal.valueOf(duration.toMillis(), 3).stripTrailingZeros().toPlainString();
    }
}
