package dev.substrate.service.internal.http;

import akka.NotUsed;
import akka.actor.typed.ActorSystem;
import akka.http.javadsl.model.HttpEntities;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.MediaTypes;
import akka.http.javadsl.model.headers.RawHeader;
import akka.japi.Pair;
import akka.stream.BoundedSourceQueue;
import akka.stream.QueueOfferResult;
import akka.stream.javadsl.Source;
import akka.util.ByteString;
import dev.substrate.message.Topic;
import dev.substrate.record.Json;
import dev.substrate.service.internal.message.NodeMessages;
import dev.substrate.service.internal.message.NodeMessages.Heard;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** What is published to a topic from now on, as server-sent events. The node subscribes for as long as the client reads. */
final class TailResponses {

    /** How long a connection may be silent, so that whoever is between does not take it for dead. */
    private static final Duration HEARTBEAT = Duration.ofSeconds(10);

    private static final ByteString HEARTBEAT_COMMENT = ByteString.fromString(":\n\n");

    private final ActorSystem<?> system;
    private final NodeMessages messages;

    TailResponses(ActorSystem<?> system, NodeMessages messages) {
        this.system = system;
        this.messages = messages;
    }

    /** A notice, and how many before it were left out. */
    private record Shown(Heard notice, long skipped) {}

    /** Puts notices into a queue, and counts those for which it has no room. Used by one thread at a time. */
    private static final class Funnel {
        private final BoundedSourceQueue<Shown> queue;
        private volatile Runnable end = () -> {};
        private long skipped;

        Funnel(BoundedSourceQueue<Shown> queue) {
            this.queue = queue;
        }

        void onNotice(Heard notice) {
            QueueOfferResult result = queue.offer(new Shown(notice, skipped));
            if (result == QueueOfferResult.dropped()) {
                skipped++;
            } else if (result == QueueOfferResult.enqueued()) {
                skipped = 0;
            } else {
                // The client is gone, perhaps before it has read anything.
                end.run();
            }
        }
    }

    /** @throws IllegalStateException if the node subscribes to too many topics */
    HttpResponse tail(Topic<Json> topic) {
        Pair<BoundedSourceQueue<Shown>, Source<Shown, NotUsed>> queue =
                Source.<Shown>queue(messages.tailBufferMax()).preMaterialize(system);
        Funnel funnel = new Funnel(queue.first());
        Runnable unsubscribe = messages.listen(topic, funnel::onNotice);
        funnel.end = unsubscribe;
        Source<ByteString, ?> events = queue.second()
                .map(TailResponses::event)
                .keepAlive(HEARTBEAT, () -> HEARTBEAT_COMMENT)
                // At once, so that the client knows that from now on nothing is missed.
                .prepend(Source.single(HEARTBEAT_COMMENT))
                .watchTermination((none, ended) -> ended.whenComplete((done, failure) -> unsubscribe.run()));
        return HttpResponse.create()
                .addHeader(RawHeader.create("Cache-Control", "no-store"))
                .withEntity(HttpEntities.create(MediaTypes.TEXT_EVENT_STREAM.toContentType(), events));
    }

    private static ByteString event(Shown shown) {
        StringBuilder event = new StringBuilder();
        if (shown.skipped() > 0) {
            event.append("event: skipped\ndata: {\"notices\":")
                    .append(shown.skipped())
                    .append("}\n\n");
        }
        event.append("event: notice\n");
        String data = "{\"sender\":\"" + shown.notice().sender().hex() + "\",\"transaction\":\""
                + shown.notice().transaction().text() + "\",\"entity\":"
                + shown.notice().entity().text() + "}";
        data.lines().forEach(line -> event.append("data: ").append(line).append('\n'));
        return ByteString.fromString(event.append('\n').toString(), StandardCharsets.UTF_8);
    }
}
