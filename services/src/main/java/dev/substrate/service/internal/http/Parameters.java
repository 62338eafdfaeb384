package dev.substrate.service.internal.http;

import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.Query;
import dev.substrate.id.NodeId;
import dev.substrate.message.AnycastOptions.Order;
import dev.substrate.message.Method;
import dev.substrate.message.TransactionId;
import dev.substrate.record.InvalidNameException;
import dev.substrate.record.Place;
import dev.substrate.record.Scope;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What a request about messages says besides its path and body. */
final class Parameters {

    static final String TRANSACTION = "Substrate-Transaction-Id";

    /** How long a request may wait for its outcome. */
    static final Duration DEADLINE_MAX = Duration.ofMinutes(10);

    private static final Pattern SECONDS = Pattern.compile("\\d{1,6}(\\.\\d{1,3})?");

    private final Query query;
    private final Optional<String> transaction;

    Parameters(HttpRequest request) {
        query = request.getUri().query();
        transaction = request.getHeader(TRANSACTION).map(header -> header.value());
    }

    /** What is wrong with a request; its message goes to the client. */
    static final class BadParameterException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        BadParameterException(String message) {
            super(message);
        }
    }

    /** Returns the place that is meant on a node; the whole cluster if none is named. */
    Place place(NodeId self) {
        Optional<String> given = query.get("place");
        if (given.isEmpty()) {
            return Place.EVERYWHERE;
        }
        for (Scope scope : Scope.values()) {
            if (scope.name().equalsIgnoreCase(given.get())) {
                return Place.of(scope, self);
            }
        }
        try {
            return Place.parse(given.get());
        } catch (InvalidNameException e) {
            throw new BadParameterException(
                    "place is 'global', 'region' or 'zone', or one of them by its number: 'region-R', 'zone-R.Z'");
        }
    }

    Optional<Duration> seconds(String name) {
        return query.get(name).map(text -> {
            if (!SECONDS.matcher(text).matches()) {
                throw new BadParameterException(name + " is a number of seconds such as 2 or 0.5, not '" + text + "'");
            }
            Duration given = Duration.parse("PT" + text + "S");
            if (given.isZero() || given.compareTo(DEADLINE_MAX) > 0) {
                throw new BadParameterException(
                        name + " is more than 0 and at most " + DEADLINE_MAX.toSeconds() + " seconds");
            }
            return given;
        });
    }

    Method method() {
        return query.get("method").map(Parameters::method).orElse(Method.GET);
    }

    private static Method method(String text) {
        return Arrays.stream(Method.values())
                .filter(method -> method.name().equalsIgnoreCase(text))
                .findFirst()
                .orElseThrow(() -> new BadParameterException("method is one of "
                        + Arrays.stream(Method.values())
                                .map(method -> method.name().toLowerCase(Locale.ROOT))
                                .collect(Collectors.joining(", "))));
    }

    Order order() {
        String text = query.get("order").orElse("near");
        return switch (text) {
            case "near" -> Order.NEAR_FIRST;
            case "random" -> Order.RANDOM;
            default -> throw new BadParameterException("order is near or random");
        };
    }

    int attempts() {
        Optional<String> text = query.get("attempts");
        if (text.isEmpty()) {
            return Integer.MAX_VALUE;
        }
        try {
            int attempts = Integer.parseInt(text.get());
            if (attempts >= 1) {
                return attempts;
            }
        } catch (NumberFormatException e) {
            throw new BadParameterException("attempts is a number from 1 on");
        }
        throw new BadParameterException("attempts is a number from 1 on");
    }

    Optional<TransactionId> transaction() {
        return transaction.map(text -> {
            try {
                return new TransactionId(text);
            } catch (IllegalArgumentException e) {
                throw new BadParameterException(TRANSACTION + ": " + e.getMessage());
            }
        });
    }
}
