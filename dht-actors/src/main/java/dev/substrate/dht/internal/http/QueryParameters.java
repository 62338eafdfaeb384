package dev.substrate.dht.internal.http;

import akka.http.javadsl.model.Query;
import dev.substrate.record.FieldCondition;
import dev.substrate.record.InvalidQueryException;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a query says in the parameters of its request. */
final class QueryParameters {

    private static final String MAX_STALENESS = "max-staleness";
    private static final Pattern SECONDS = Pattern.compile("\\d{1,9}(\\.\\d{1,3})?");

    private QueryParameters() {}

    /**
     * Returns the conditions; none for a scan.
     *
     * @throws InvalidQueryException if one is none
     */
    static List<FieldCondition> conditions(Query query) {
        List<FieldCondition> conditions = query.toList().stream()
                .filter(parameter -> parameter.first().equals("where"))
                .map(parameter -> FieldCondition.parse(parameter.second()))
                .toList();
        if (conditions.isEmpty() && query.get(MAX_STALENESS).isPresent()) {
            throw new InvalidQueryException(
                    MAX_STALENESS + " is for queries, which have a 'where'; a scan reads the store");
        }
        return conditions;
    }

    static @Nullable Duration maxStaleness(Query query) {
        String given = query.get(MAX_STALENESS).orElse("");
        if (given.isEmpty()) {
            return null;
        }
        try {
            return SECONDS.matcher(given).matches() ? Duration.parse("PT" + given + "S") : Duration.parse(given);
        } catch (DateTimeParseException e) {
            throw new InvalidQueryException(MAX_STALENESS
                    + " is a number of seconds such as 2 or 0.5, or a duration such as PT1M; this is not: '" + given
                    + "'");
        }
    }
}
