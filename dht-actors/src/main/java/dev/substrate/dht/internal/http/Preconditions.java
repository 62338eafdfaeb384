package dev.substrate.dht.internal.http;

import akka.http.javadsl.model.HttpRequest;
import dev.substrate.record.RequestId;
import dev.substrate.record.WriteOptions;
import dev.substrate.record.WriteOptions.Condition;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The conditions that the headers of a request set. */
final class Preconditions {

    /** Says that a header cannot be understood. */
    static final class BadHeaderException extends IllegalArgumentException {
        private static final long serialVersionUID = 1L;

        BadHeaderException(String message) {
            super(message);
        }
    }

    private static final Pattern VERSION = Pattern.compile("\"([1-9][0-9]{0,17})\"");

    private Preconditions() {}

    static WriteOptions of(HttpRequest request) {
        Optional<String> match = header(request, "If-Match");
        Optional<String> noneMatch = header(request, "If-None-Match");
        if (match.isPresent() && noneMatch.isPresent()) {
            throw new BadHeaderException("If-Match and If-None-Match exclude each other");
        }
        WriteOptions options = WriteOptions.none();
        if (match.isPresent()) {
            options = options.onlyIf(
                    match.get().equals("*")
                            ? Condition.Present.PRESENT
                            : new Condition.AtVersion(version("If-Match", match.get())));
        } else if (noneMatch.isPresent()) {
            if (!noneMatch.get().equals("*")) {
                throw new BadHeaderException("If-None-Match of a write is *, not " + noneMatch.get());
            }
            options = options.onlyIf(Condition.Absent.ABSENT);
        }
        Optional<String> requestId = header(request, "Substrate-Request-Id");
        return requestId.isPresent() ? options.requestId(new RequestId(requestId.get())) : options;
    }

    /** Returns whether a reader already has this version. */
    static boolean alreadyHas(HttpRequest request, long version) {
        return header(request, "If-None-Match")
                .filter(etags -> etags.equals("*") || etags.contains('"' + Long.toString(version) + '"'))
                .isPresent();
    }

    private static Optional<String> header(HttpRequest request, String name) {
        return request.getHeader(name).map(header -> header.value().strip());
    }

    private static long version(String header, String value) {
        Matcher version = VERSION.matcher(value);
        if (!version.matches()) {
            throw new BadHeaderException(
                    header + " is * or one version in double quotes, such as \"3\"; this is not: " + value);
        }
        return Long.parseLong(version.group(1));
    }
}
