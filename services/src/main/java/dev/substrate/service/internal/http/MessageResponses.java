package dev.substrate.service.internal.http;

import akka.http.javadsl.model.ContentTypes;
import akka.http.javadsl.model.HttpEntities;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.StatusCodes;
import akka.http.javadsl.model.headers.RawHeader;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import dev.substrate.http.Problem;
import dev.substrate.id.NodeId;
import dev.substrate.message.AnycastOutcome;
import dev.substrate.message.Published;
import dev.substrate.message.Reply;
import dev.substrate.record.Json;
import dev.substrate.ring.Ring;
import dev.substrate.ring.RingMember;
import dev.substrate.service.internal.message.TopicList;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Locale;
import java.util.function.Supplier;

/** What is answered over HTTP to each outcome of a message. */
final class MessageResponses {

    private final ObjectMapper mapper = new ObjectMapper();
    private final Supplier<Ring> ring;

    /** @param ring the members, for the numbers of nodes */
    MessageResponses(Supplier<Ring> ring) {
        this.ring = ring;
    }

    HttpResponse reply(Reply<Json> reply) {
        if (reply instanceof Reply.Ok<Json> ok) {
            Json entity = ok.entity();
            HttpResponse response =
                    entity == null ? HttpResponse.create().withStatus(StatusCodes.NO_CONTENT) : json(entity.text());
            return response.addHeader(
                    RawHeader.create("Substrate-Node", ok.node().hex()));
        }
        String detail = reply.explain() + ".";
        if (reply instanceof Reply.NotFound<Json> none) {
            return at(none.node(), Problem.of(404, "not-found", "Not Found", detail));
        } else if (reply instanceof Reply.Refused<Json> refused) {
            return at(refused.node(), Problem.of(409, "refused", "Conflict", detail));
        } else if (reply instanceof Reply.Failed<Json> failed) {
            return at(failed.node(), Problem.of(502, "service-failed", "Bad Gateway", detail));
        } else if (reply instanceof Reply.NobodyThere<Json>) {
            return Problem.of(503, "nobody-there", "Service Unavailable", detail)
                    .toResponse();
        }
        return Problem.of(504, "outcome-unknown", "Gateway Timeout", detail).toResponse();
    }

    private static HttpResponse at(NodeId node, Problem problem) {
        return problem.with("node", node.hex()).toResponse();
    }

    HttpResponse published(Published published) {
        ObjectNode answer = mapper.createObjectNode();
        nodes(answer.putArray("reached"), published.reached());
        nodes(answer.putArray("unanswered"), published.unanswered());
        return json(answer.toString());
    }

    HttpResponse anycast(AnycastOutcome<Json> outcome) {
        ObjectNode answer = mapper.createObjectNode();
        answer.put("ending", word(outcome.ending()));
        ArrayNode asked = answer.putArray("asked");
        outcome.asked()
                .forEach(one -> named(asked.addObject(), one.node())
                        .put("service", one.service())
                        .put("verdict", word(one.verdict()))
                        .put("reason", one.reason()));
        Json rest = outcome.rest();
        if (rest != null) {
            answer.putRawValue("rest", new RawValue(rest.text()));
        }
        return json(write(answer));
    }

    HttpResponse topics(TopicList list) {
        ObjectNode answer = mapper.createObjectNode();
        ArrayNode topics = answer.putArray("topics");
        String last = "";
        ArrayNode subscribers = mapper.createArrayNode();
        for (TopicList.Subscription one : list.subscriptions()) {
            String topic = one.topic() + " " + one.place();
            if (!topic.equals(last)) {
                last = topic;
                subscribers = topics.addObject()
                        .put("name", one.topic())
                        .put("place", one.place().toString())
                        .putArray("subscribers");
            }
            ArrayNode services = named(subscribers.addObject(), one.node()).putArray("services");
            one.services().forEach(services::add);
        }
        nodes(answer.putArray("missing"), list.missing());
        return json(answer.toString());
    }

    static HttpResponse notReady() {
        return Problem.of(
                        503,
                        "not-ready",
                        "Service Unavailable",
                        "Nothing was sent: the node is not yet, or no more, a member of its cluster that is up.")
                .toResponse();
    }

    static HttpResponse badRequest(String type, String detail) {
        return Problem.of(400, type, "Bad Request", "Nothing was sent: " + detail)
                .toResponse();
    }

    static HttpResponse tooLarge(String bound, long bytes, long bytesMax) {
        return Problem.of(
                        413,
                        "too-large",
                        "Content Too Large",
                        "Nothing was sent: the entity has " + bytes + " bytes, " + bound + " allows " + bytesMax + ".")
                .with("bound", bound)
                .toResponse();
    }

    static HttpResponse tooMany(String detail) {
        return Problem.of(429, "too-many", "Too Many Requests", detail + ".").toResponse();
    }

    private String write(ObjectNode node) {
        try {
            // toString does not write raw values as they are.
            return mapper.writeValueAsString(node);
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new IllegalStateException("A tree that was just made cannot be written", e);
        }
    }

    /** A node that has just gone has no number any more. */
    private ObjectNode named(ObjectNode object, NodeId node) {
        return object.put("node", node.hex())
                .put("number", ring.get().member(node).map(RingMember::number).orElse(0));
    }

    private static void nodes(ArrayNode array, Collection<NodeId> nodes) {
        nodes.stream().sorted().map(NodeId::hex).forEach(array::add);
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static HttpResponse json(String text) {
        return HttpResponse.create()
                .withEntity(HttpEntities.create(
                        ContentTypes.APPLICATION_JSON, (text + "\n").getBytes(StandardCharsets.UTF_8)));
    }
}
