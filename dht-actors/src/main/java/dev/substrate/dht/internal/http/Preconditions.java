package dev.substrate.dht.internal.http;

import akka.http.javadsl.model.HttpRequest;
import dev.substrate.dht.internal.client.ForeignWrite;
import dev.substrate.dht.internal.client.ForeignWrite.UpdateAttempt;
import dev.substrate.record.RequestId;
import dev.substrate.record.WriteOptions;
import dev.substrate.record.WriteOptions.Condition;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the headers of a request ask for: conditions, a request id, a time to live. */
final class Preconditions {

    /** Says that a header cannot be understood. */
    static final class BadHeaderException extends IllegalArgumentException {
        private static final long serialVersionUID = 1L;

        BadHeaderException(String message) {
            super(message);
        }
    }

    private static final Pattern VERSION = Pattern.compile("\"([1-9][0-9]{0,17})\"");

    /** Any number that a version may be, and the one that none ever is. */
    private static final Pattern NUMBER = Pattern.compile("\"?(0|[1-9][0-9]{0,18})\"?");

    private static final Pattern TYPE_VERSION = Pattern.compile("[1-9][0-9]{0,8}");
    private static final Pattern FINGERPRINT = Pattern.compile("[!-~]{1,64}");
    private static final String FLOOR = "Substrate-Floor";
    private static final String UPDATE = "Substrate-Update";
    private static final String VERSION_OF_TYPE = "Substrate-Type-Version";
    private static final String TIME_TO_LIVE = "Substrate-Time-To-Live";
    private static final Pattern SECONDS = Pattern.compile("[0-9]{1,12}");

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
        return requestIdAndLife(request, options);
    }

    private static WriteOptions requestIdAndLife(HttpRequest request, WriteOptions given) {
        WriteOptions options = given;
        Optional<String> requestId = header(request, "Substrate-Request-Id");
        if (requestId.isPresent()) {
            options = options.requestId(new RequestId(requestId.get()));
        }
        Optional<String> timeToLive = header(request, TIME_TO_LIVE);
        return timeToLive.isPresent() ? options.timeToLive(duration(timeToLive.get())) : options;
    }

    /** Returns what a write asks for, be it from a person or from a client that sends it to several nodes. */
    static ForeignWrite write(HttpRequest request) {
        Optional<String> typeVersion = header(request, VERSION_OF_TYPE);
        if (typeVersion.isPresent() && !TYPE_VERSION.matcher(typeVersion.get()).matches()) {
            throw new BadHeaderException(VERSION_OF_TYPE + " is a number from 1 on, not " + typeVersion.get());
        }
        Optional<String> fingerprint = header(request, UPDATE);
        if (fingerprint.isPresent() && !FINGERPRINT.matcher(fingerprint.get()).matches()) {
            throw new BadHeaderException(UPDATE + " is 1 to 64 printable characters, not " + fingerprint.get());
        }
        Optional<Long> floor = header(request, FLOOR).map(value -> number(FLOOR, value));
        return new ForeignWrite(
                fingerprint.isPresent() ? requestIdAndLife(request, WriteOptions.none()) : of(request),
                typeVersion.map(Integer::parseInt).orElse(0),
                floor.orElse(null),
                fingerprint
                        .map(print -> new UpdateAttempt(
                                print,
                                number("If-Match", header(request, "If-Match").orElse("nothing"))))
                        .orElse(null));
    }

    /** Returns whether a client wants to be shown the record that its write met. */
    static boolean wantsRepresentation(HttpRequest request) {
        return header(request, "Prefer").filter("return=representation"::equals).isPresent();
    }

    private static long number(String header, String value) {
        Matcher number = NUMBER.matcher(value);
        try {
            if (number.matches()) {
                return Long.parseLong(number.group(1));
            }
        } catch (NumberFormatException e) {
            throw new BadHeaderException(header + " is a version, not " + value);
        }
        throw new BadHeaderException(header + " is a version, not " + value);
    }

    private static Duration duration(String value) {
        try {
            Duration duration = SECONDS.matcher(value).matches()
                    ? Duration.ofSeconds(Long.parseLong(value))
                    : Duration.parse(value);
            if (duration.compareTo(Duration.ofMillis(1)) >= 0) {
                return duration;
            }
        } catch (DateTimeParseException e) {
            throw new BadHeaderException(notATimeToLive(value));
        }
        throw new BadHeaderException(notATimeToLive(value));
    }

    private static String notATimeToLive(String value) {
        return TIME_TO_LIVE + " is a number of seconds from 1 on, or a duration such as PT1H30M; this is not: " + value;
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
