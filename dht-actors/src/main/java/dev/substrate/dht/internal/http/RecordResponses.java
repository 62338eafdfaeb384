package dev.substrate.dht.internal.http;

import akka.http.javadsl.model.ContentTypes;
import akka.http.javadsl.model.HttpEntities;
import akka.http.javadsl.model.HttpHeader;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.StatusCodes;
import akka.http.javadsl.model.headers.RawHeader;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import dev.substrate.dht.common.PathEncoding;
import dev.substrate.dht.internal.client.FloorTooLowException;
import dev.substrate.dht.internal.client.RecordScan;
import dev.substrate.dht.internal.entity.EntityText;
import dev.substrate.dht.internal.entity.RecordEntity.Owner;
import dev.substrate.http.Problem;
import dev.substrate.record.Json;
import dev.substrate.record.QueryPage;
import dev.substrate.record.QueryRefusedException;
import dev.substrate.record.RecordDamagedException;
import dev.substrate.record.RecordHeaders;
import dev.substrate.record.RecordId;
import dev.substrate.record.RecordUnavailableException;
import dev.substrate.record.RecordUri;
import dev.substrate.record.Versioned;
import dev.substrate.record.WriteOutcome;
import dev.substrate.store.StoreException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is answered over HTTP to each outcome. */
final class RecordResponses {

    private static final String UPDATE_ATTEMPTS = "substrate.record.update-attempts-max";

    private static final String INDEX_ENTRIES = "substrate.record.index-entries-max";

    private RecordResponses() {}

    static HttpResponse record(Versioned<Json> record) {
        return withHeaders(HttpResponse.create(), record.headers())
                .withEntity(json(record.value().text()));
    }

    private static HttpResponse withHeaders(HttpResponse response, RecordHeaders headers) {
        List<HttpHeader> all = new ArrayList<>();
        all.add(etag(headers.version()));
        all.add(RawHeader.create(
                "Substrate-Id", PathEncoding.encode(headers.id().toString())));
        all.add(RawHeader.create("Substrate-Type", headers.type()));
        all.add(RawHeader.create("Substrate-Type-Version", Integer.toString(headers.typeVersion())));
        all.add(RawHeader.create("Substrate-Created", headers.created().toString()));
        all.add(RawHeader.create("Substrate-Modified", headers.modified().toString()));
        Instant expires = headers.expires();
        if (expires != null) {
            all.add(RawHeader.create("Substrate-Expires", expires.toString()));
        }
        all.add(RawHeader.create("Substrate-Tombstone", Boolean.toString(headers.tombstone())));
        all.add(RawHeader.create("Substrate-Writer", headers.writer()));
        all.add(RawHeader.create("Substrate-Request-Id", headers.requestId()));
        return response.addHeaders(all);
    }

    static HttpResponse notModified(long version) {
        return HttpResponse.create().withStatus(StatusCodes.NOT_MODIFIED).addHeader(etag(version));
    }

    /** Returns the answer about a record that is not there, with the headers of its tombstone if it has one. */
    static HttpResponse absent(RecordUri uri, Optional<RecordHeaders> tombstone) {
        return tombstone.map(headers -> withHeaders(absent(uri), headers)).orElseGet(() -> absent(uri));
    }

    private static HttpResponse absent(RecordUri uri) {
        return Problem.of(404, "not-found", "Not Found", "There is no record '" + uri + "'.")
                .toResponse();
    }

    static HttpResponse written(WriteOutcome<Json> outcome) {
        if (outcome instanceof WriteOutcome.Written<Json> written) {
            return HttpResponse.create()
                    .withStatus(written.created() ? StatusCodes.CREATED : StatusCodes.OK)
                    .addHeader(etag(written.version()))
                    .withEntity(json("{\"uri\":" + quoted(written.uri().toString()) + ",\"version\":"
                            + written.version() + ",\"modified\":\"" + written.modified() + "\",\"created\":"
                            + written.created() + ",\"repeated\":" + written.repeated() + "}\n"));
        }
        return notWritten(outcome);
    }

    /** Returns the answer to a write of a client that wants to be shown the record that it met. */
    static HttpResponse represented(WriteOutcome<Json> outcome) {
        return outcome instanceof WriteOutcome.Conflict<Json> conflict && conflict.current() != null
                ? record(conflict.current()).withStatus(StatusCodes.PRECONDITION_FAILED)
                : written(outcome);
    }

    static HttpResponse floorTooLow(FloorTooLowException tooLow) {
        return Problem.of(
                        409,
                        "floor-too-low",
                        "Conflict",
                        "Nothing was written now: the record has had so many writes since Substrate-Floor that it may have"
                                + " forgotten the request. If no earlier attempt of it can be on its way, repeat it with"
                                + " the floor that is told.")
                .with("floor", Long.toString(tooLow.floor()))
                .toResponse();
    }

    /** Says which other node owns the record that an answer is about. */
    static HttpResponse withOwner(HttpResponse response, Optional<String> owner) {
        return owner.map(http -> response.addHeader(RawHeader.create("Substrate-Owner", http)))
                .orElse(response);
    }

    static HttpResponse deleted(WriteOutcome<Json> outcome) {
        return outcome instanceof WriteOutcome.Written<Json> written
                ? HttpResponse.create().withStatus(StatusCodes.NO_CONTENT).addHeader(etag(written.version()))
                : notWritten(outcome);
    }

    static HttpResponse owner(Owner owner) {
        return HttpResponse.create()
                .withEntity(json("{\"node\":" + quoted(owner.node()) + ",\"number\":" + owner.number()
                        + ",\"address\":" + quoted(owner.address()) + ",\"shard\":" + owner.shard() + ",\"epoch\":"
                        + owner.epoch() + "}\n"));
    }

    static HttpResponse page(RecordScan.Page page) {
        return page(
                page.records().stream()
                        .map(row -> listed(
                                RecordId.parse(row.uri()), row.version(), row.modified(), String.valueOf(row.entity())))
                        .toList(),
                page.cursor());
    }

    static HttpResponse page(QueryPage<Json> page) {
        return page(page.records().stream().map(RecordResponses::found).toList(), page.cursor());
    }

    private static String found(Versioned<Json> record) {
        RecordHeaders headers = record.headers();
        Instant expires = headers.expires();
        return "{\"uri\":" + quoted(headers.id().uri().toString()) + ",\"version\":" + headers.version()
                + ",\"created\":\"" + headers.created() + "\",\"modified\":\"" + headers.modified() + '"'
                + (expires == null ? "" : ",\"expires\":\"" + expires + '"') + ",\"typeVersion\":"
                + headers.typeVersion() + ",\"writer\":" + quoted(headers.writer()) + ",\"requestId\":"
                + quoted(headers.requestId()) + ",\"entity\":" + record.value().text() + '}';
    }

    private static String listed(RecordId id, long version, Instant modified, String entity) {
        return "{\"uri\":" + quoted(id.uri().toString()) + ",\"version\":" + version + ",\"modified\":\"" + modified
                + "\",\"entity\":" + entity + '}';
    }

    private static HttpResponse page(List<String> records, @Nullable String cursor) {
        return HttpResponse.create()
                .withEntity(json("{\"records\":[" + String.join(",", records) + ']'
                        + (cursor == null ? "" : ",\"cursor\":\"" + cursor + '"') + "}\n"));
    }

    /** Returns the answer to a read that failed in a way that is to be expected. */
    static Optional<HttpResponse> failedRead(Throwable failure) {
        if (failure instanceof RecordUnavailableException) {
            return Optional.of(unavailable(failure.getMessage()));
        }
        if (failure instanceof RecordDamagedException damage) {
            return Optional.of(damaged(failure.getMessage(), damage.reason()));
        }
        if (failure instanceof QueryRefusedException refused) {
            return Optional.of(refused(refused));
        }
        if (failure instanceof StoreException store) {
            return Optional.of(
                    switch (store.kind()) {
                        case BUSY ->
                            Problem.of(429, "busy", "Too Many Requests", store.getMessage())
                                    .toResponse();
                        case DAMAGED ->
                            damaged(
                                    capitalized(store.reason())
                                            + ". A page that left it out would say that it does not exist. Repair the"
                                            + " row (see \"Repairing a row\" in docs/operating.md).",
                                    store.reason());
                        default -> unavailable(store.getMessage());
                    });
        }
        return Optional.empty();
    }

    private static HttpResponse refused(QueryRefusedException refused) {
        String detail = refused.getMessage();
        return switch (refused.reason()) {
            case NOT_INDEXED ->
                Problem.of(400, "not-indexed", "Bad Request", detail).toResponse();
            case BOUND_REACHED ->
                Problem.of(429, "index-too-large", "Too Many Requests", detail)
                        .with("bound", INDEX_ENTRIES)
                        .toResponse();
            case BEING_BUILT ->
                Problem.of(503, "index-being-built", "Service Unavailable", detail)
                        .toResponse()
                        .addHeader(RawHeader.create("Retry-After", "1"));
        };
    }

    static HttpResponse badRequest(String type, String detail) {
        return Problem.of(400, type, "Bad Request", "Nothing was written. " + detail)
                .toResponse();
    }

    static HttpResponse unacceptable(EntityText.Fault fault) {
        String detail = "Nothing was written: " + fault.reason();
        return fault.bound() == null
                ? Problem.of(400, "not-an-entity", "Bad Request", detail)
                        .with("reason", fault.reason())
                        .toResponse()
                : Problem.of(413, "too-large", "Content Too Large", detail)
                        .with("bound", fault.bound())
                        .with("reason", fault.reason())
                        .toResponse();
    }

    static HttpResponse notReady() {
        return Problem.of(
                        503,
                        "not-ready",
                        "Service Unavailable",
                        "Nothing was read or written: this node is not an up member of a cluster. Ask another node, or"
                                + " wait until /ready answers 200.")
                .toResponse()
                .addHeader(RawHeader.create("Retry-After", "1"));
    }

    /** Returns the answer to a request that took so long that the server ends it. */
    static HttpResponse tooSlow(boolean write) {
        return write
                ? Problem.of(
                                504,
                                "outcome-unknown",
                                "Gateway Timeout",
                                "It is not known whether anything was written: this node did not find out in time."
                                        + " Repeat the request with its id, if it had one, or read the record.")
                        .toResponse()
                : unavailable("Nothing was read in time. Try again.");
    }

    private static HttpResponse unavailable(String detail) {
        return Problem.of(503, "unavailable", "Service Unavailable", detail)
                .toResponse()
                .addHeader(RawHeader.create("Retry-After", "1"));
    }

    private static HttpResponse damaged(String detail, String reason) {
        return Problem.of(500, "record-damaged", "Internal Server Error", detail)
                .with("reason", reason)
                .toResponse();
    }

    private static String capitalized(String sentence) {
        return sentence.isEmpty() ? sentence : Character.toUpperCase(sentence.charAt(0)) + sentence.substring(1);
    }

    private static HttpResponse notWritten(WriteOutcome<Json> outcome) {
        String detail = outcome.explain();
        if (outcome instanceof WriteOutcome.Conflict<Json> conflict) {
            HttpResponse response = Problem.of(412, "version-conflict", "Precondition Failed", detail)
                    .with("currentVersion", Long.toString(conflict.currentVersion()))
                    .toResponse();
            return conflict.current() == null ? response : response.addHeader(etag(conflict.currentVersion()));
        }
        if (outcome instanceof WriteOutcome.NotFound) {
            return absent(outcome.uri());
        }
        if (outcome instanceof WriteOutcome.Unacceptable<Json> unacceptable) {
            return unacceptable(new EntityText.Fault(unacceptable.bound(), unacceptable.reason()));
        }
        if (outcome instanceof WriteOutcome.RequestIdReused) {
            return Problem.of(422, "request-id-reused", "Unprocessable Content", detail)
                    .toResponse();
        }
        if (outcome instanceof WriteOutcome.RequestTooOld<Json> tooOld) {
            return Problem.of(409, "request-too-old", "Conflict", detail)
                    .with("forgottenUntil", tooOld.forgottenUntil().toString())
                    .toResponse();
        }
        if (outcome instanceof WriteOutcome.Damaged<Json> damage) {
            return damaged(detail, damage.reason());
        }
        if (outcome instanceof WriteOutcome.Busy<Json> busy) {
            return Problem.of(429, "busy", "Too Many Requests", detail)
                    .with("bound", busy.bound())
                    .toResponse()
                    .addHeader(RawHeader.create("Retry-After", "1"));
        }
        if (outcome instanceof WriteOutcome.Contended) {
            return Problem.of(429, "contended", "Too Many Requests", detail)
                    .with("bound", UPDATE_ATTEMPTS)
                    .toResponse();
        }
        if (outcome instanceof WriteOutcome.Unknown<Json> unknown) {
            return Problem.of(504, "outcome-unknown", "Gateway Timeout", detail)
                    .with("requestId", unknown.requestId().value())
                    .with("reason", unknown.reason())
                    .toResponse();
        }
        throw new IllegalStateException("No answer is known to " + outcome);
    }

    private static RawHeader etag(long version) {
        return RawHeader.create("ETag", '"' + Long.toString(version) + '"');
    }

    private static akka.http.javadsl.model.HttpEntity.Strict json(String text) {
        return HttpEntities.create(ContentTypes.APPLICATION_JSON, text.getBytes(StandardCharsets.UTF_8));
    }

    static String quoted(String text) {
        return '"' + new String(JsonStringEncoder.getInstance().quoteAsString(text)) + '"';
    }
}
