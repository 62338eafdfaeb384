package dev.substrate.http.internal;

import akka.event.LoggingAdapter;
import akka.http.ParsingErrorHandler;
import akka.http.javadsl.model.HttpResponse;
import akka.http.scaladsl.model.ErrorInfo;
import akka.http.scaladsl.model.StatusCode;
import akka.http.scaladsl.settings.ServerSettings;
import dev.substrate.http.Problem;

/** Answers requests that are too broken to become requests. Akka looks for its one instance in the field {@code MODULE$}. */
public final class ProblemParsingErrorHandler extends ParsingErrorHandler {

    /** The instance. */
    @SuppressWarnings("checkstyle:ConstantName")
    public static final ProblemParsingErrorHandler MODULE$ = new ProblemParsingErrorHandler();

    private ProblemParsingErrorHandler() {}

    @Override
    public HttpResponse handle(StatusCode status, ErrorInfo info, LoggingAdapter log, ServerSettings settings) {
        log.debug("Refused a malformed request: {}", info.formatPretty());
        return Problem.of(
                        status.intValue(),
                        "malformed-request",
                        status.reason(),
                        "Nothing was read or written: this is not a request that HTTP knows. " + info.summary())
                .toResponse();
    }
}
