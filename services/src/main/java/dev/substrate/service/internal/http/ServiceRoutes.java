package dev.substrate.service.internal.http;

import akka.actor.typed.ActorSystem;
import akka.http.javadsl.model.ContentTypes;
import akka.http.javadsl.model.HttpEntities;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.server.AllDirectives;
import akka.http.javadsl.server.PathMatchers;
import akka.http.javadsl.server.Route;
import akka.http.javadsl.unmarshalling.Unmarshaller;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.substrate.http.Problem;
import dev.substrate.record.Place;
import dev.substrate.record.Scope;
import dev.substrate.ring.RingMember;
import dev.substrate.service.Activation;
import dev.substrate.service.internal.host.Insight;
import dev.substrate.service.internal.host.Insights;
import dev.substrate.service.internal.host.ServiceHosts;
import dev.substrate.service.internal.host.SlotRecords;
import dev.substrate.service.internal.slot.PlacedTable.TableId;
import dev.substrate.service.internal.slot.SlotCommand;
import dev.substrate.service.internal.slot.SlotDecision;
import dev.substrate.service.internal.slot.SlotRule;
import dev.substrate.service.internal.slot.SlotTable;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** The services of a cluster: where they are active and why, and what a person may change about that. */
public final class ServiceRoutes extends AllDirectives {

    private final ActorSystem<?> system;
    private final Insights insights;
    private final ServiceDocuments documents = new ServiceDocuments();
    private final ObjectMapper json = new ObjectMapper();

    /** Serves from a node. */
    public ServiceRoutes(ActorSystem<?> system) {
        this.system = system;
        this.insights = new Insights(system);
    }

    /** Returns the routes below {@code /api/v1}. */
    public Route routes() {
        return pathPrefix(
                "services",
                () -> concat(
                        pathEndOrSingleSlash(() -> get(() -> answer(insight -> ok(documents.list(insight))))),
                        pathPrefix(PathMatchers.segment(), this::service)));
    }

    private Route service(String name) {
        return concat(
                pathEndOrSingleSlash(() -> get(() ->
                        answer(insight -> known(name, insight, declared -> ok(documents.describe(name, insight)))))),
                path(
                        "why",
                        () -> get(() -> parameter(
                                "node",
                                node -> answer(insight -> known(
                                        name,
                                        insight,
                                        declared -> named(
                                                node, insight, member -> ok(documents.why(name, member, insight)))))))),
                path("activate", () -> post(() -> parameter("node", node -> bars(name, node, false)))),
                path("deactivate", () -> post(() -> parameter("node", node -> bars(name, node, true)))),
                path(
                        "slots",
                        () -> put(() -> parameterOptional(
                                "place",
                                place -> entity(Unmarshaller.entityToString(), body -> resize(name, place, body))))));
    }

    private Route bars(String name, String node, boolean bar) {
        return later(insight -> slots(
                name,
                insight,
                rule -> member(node, insight, member -> {
                    String id = member.node().hex();
                    return apply(
                            new TableId(name, Place.of(rule.scope(), member.node())),
                            table -> bar ? new SlotCommand.Bar(id) : new SlotCommand.Unbar(id));
                })));
    }

    private Route resize(String name, Optional<String> place, String body) {
        return later(insight -> slots(name, insight, rule -> {
            Function<SlotTable, SlotCommand> command;
            Place where;
            try {
                command = wanted(body);
                where = place(place, rule.scope());
            } catch (IllegalArgumentException e) {
                return done(Problem.of(400, "bad-request", "Bad Request", "Nothing was written: " + e.getMessage()));
            }
            return apply(new TableId(name, where), command);
        }));
    }

    private static Place place(Optional<String> place, Scope scope) {
        if (place.isEmpty() && scope != Scope.GLOBAL) {
            throw new IllegalArgumentException("the service has slots in each "
                    + scope.name().toLowerCase(Locale.ROOT) + ", so say in which, by 'place'.");
        }
        Place where = place.map(Place::parse).orElse(Place.EVERYWHERE);
        if (where.scope() != scope) {
            throw new IllegalArgumentException("the service has no slots in a place such as '" + where + "'.");
        }
        return where;
    }

    private Function<SlotTable, SlotCommand> wanted(String body) {
        JsonNode wish;
        try {
            wish = json.readTree(body);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("the body is not JSON.", e);
        }
        JsonNode count = wish.path("count");
        JsonNode names = wish.path("names");
        if (count.isInt() && names.isMissingNode()) {
            int slots = count.intValue();
            if (slots < 0 || slots > Activation.Slots.COUNT_MAX) {
                throw new IllegalArgumentException(
                        "a service has 0 to " + Activation.Slots.COUNT_MAX + " slots in a place, not " + slots + ".");
            }
            return table -> new SlotCommand.Resize(table.namesFor(slots));
        }
        if (names.isArray() && count.isMissingNode()) {
            List<String> all = new ArrayList<>();
            names.forEach(name -> all.add(name.asText()));
            var checked = new Activation.Slots(all, Scope.GLOBAL, Set.of());
            return table -> new SlotCommand.Resize(checked.names());
        }
        throw new IllegalArgumentException("the body is {\"count\": N} or {\"names\": [\"…\", …]}.");
    }

    private CompletionStage<HttpResponse> apply(TableId table, Function<SlotTable, SlotCommand> command) {
        return ServiceHosts.get(system).records().apply(table, command).thenApply(outcome -> {
            ServiceHosts.get(system).changed(table);
            return response(table, outcome);
        });
    }

    private HttpResponse response(TableId table, SlotRecords.Outcome outcome) {
        if (outcome instanceof SlotRecords.Outcome.Done done) {
            return ok(documents.changed(table, true, done.table().version()));
        }
        if (outcome instanceof SlotRecords.Outcome.Refused refused) {
            return refused.why() == SlotDecision.Refused.NOTHING_TO_DO
                    ? ok(documents.changed(table, false, 0))
                    : Problem.of(400, "bad-request", "Bad Request", "Nothing was written: " + refused.why())
                            .toResponse();
        }
        return outcome instanceof SlotRecords.Outcome.Failed failed
                ? Problem.of(504, "outcome-unknown", "Outcome Unknown", failed.reason())
                        .toResponse()
                : Problem.of(404, "no-such-place", "Not Found", "There are no slots of " + table + ".")
                        .toResponse();
    }

    private Route answer(Function<Insight, HttpResponse> how) {
        return later(insight -> CompletableFuture.completedFuture(how.apply(insight)));
    }

    private Route later(Function<Insight, CompletionStage<HttpResponse>> how) {
        return completeWithFuture(insights.look()
                .thenCompose(how)
                .exceptionally(failure -> Problem.of(
                                503,
                                "unavailable",
                                "Service Unavailable",
                                "The services could not be asked: " + failure)
                        .toResponse()));
    }

    private static HttpResponse known(String name, Insight insight, Function<String, HttpResponse> then) {
        return insight.declaration(name).isPresent() ? then.apply(name) : noService(name);
    }

    private static CompletionStage<HttpResponse> slots(
            String name, Insight insight, Function<SlotRule, CompletionStage<HttpResponse>> then) {
        var declared = insight.declaration(name);
        if (declared.isEmpty()) {
            return CompletableFuture.completedFuture(noService(name));
        }
        SlotRule rule = declared.get().slots();
        return rule == null
                ? done(Problem.of(
                        409,
                        "no-slots",
                        "Conflict",
                        "Nothing was written: service '" + name + "' is not active by slots."))
                : then.apply(rule);
    }

    private static HttpResponse noService(String name) {
        return Problem.of(404, "no-such-service", "Not Found", "No node carries a service '" + name + "'.")
                .toResponse();
    }

    private static HttpResponse named(String node, Insight insight, Function<RingMember, HttpResponse> then) {
        return insight.member(node).map(then).orElseGet(() -> noNode(node).toResponse());
    }

    private static CompletionStage<HttpResponse> member(
            String node, Insight insight, Function<RingMember, CompletionStage<HttpResponse>> then) {
        return insight.member(node).map(then).orElseGet(() -> done(noNode(node)));
    }

    private static Problem noNode(String node) {
        return Problem.of(404, "no-such-node", "Not Found", "No node that is up has the number or id '" + node + "'.");
    }

    private static CompletionStage<HttpResponse> done(Problem problem) {
        return CompletableFuture.completedFuture(problem.toResponse());
    }

    private static HttpResponse ok(ObjectNode document) {
        return HttpResponse.create()
                .withEntity(HttpEntities.create(
                        ContentTypes.APPLICATION_JSON, (document + "\n").getBytes(StandardCharsets.UTF_8)));
    }
}
