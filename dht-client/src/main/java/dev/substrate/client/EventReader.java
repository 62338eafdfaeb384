package dev.substrate.client;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.apache.hc.core5.concurrent.FutureCallback;
import org.apache.hc.core5.http.EntityDetails;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.nio.AsyncResponseConsumer;
import org.apache.hc.core5.http.nio.CapacityChannel;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.jspecify.annotations.Nullable;

/**
 * Reads server-sent events as they come. If the answer is no stream of events, it is read to its end as a refusal.
 */
final class EventReader implements AsyncResponseConsumer<Answer> {

    private final int bytesMax;
    private final Consumer<Event> events;
    private final BooleanSupplier signOfLife;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private final StringBuilder data = new StringBuilder();
    private String id = "";
    private String name = "";
    private int status;
    private Map<String, String> headers = Map.of();
    private @Nullable FutureCallback<Answer> done;

    /** @param signOfLife is told that something came; returns whether anybody reads on */
    EventReader(int bytesMax, Consumer<Event> events, BooleanSupplier signOfLife) {
        this.bytesMax = bytesMax;
        this.events = events;
        this.signOfLife = signOfLife;
    }

    @Override
    public void consumeResponse(
            HttpResponse response,
            @Nullable EntityDetails entity,
            HttpContext context,
            FutureCallback<Answer> whenDone) {
        status = response.getCode();
        headers = AnswerReader.headersOf(response);
        done = whenDone;
        if (entity == null) {
            streamEnd(null);
        }
    }

    @Override
    public void updateCapacity(CapacityChannel capacity) throws IOException {
        capacity.update(Integer.MAX_VALUE);
    }

    @Override
    public void consume(ByteBuffer bytes) throws IOException {
        if (!signOfLife.getAsBoolean()) {
            // An abandoned exchange would otherwise go on for as long as events come.
            throw new IOException("nobody reads these events any more");
        }
        while (bytes.hasRemaining()) {
            byte next = bytes.get();
            if (status == 200 && next == '\n') {
                onLine(line.toString(StandardCharsets.UTF_8));
                line.reset();
            } else {
                line.write(next);
                if (line.size() + data.length() > bytesMax) {
                    throw new IOException("an event is larger than answerBytesMax allows (" + bytesMax + ")");
                }
            }
        }
    }

    private void onLine(String text) {
        if (text.isEmpty()) {
            if (!name.isEmpty()) {
                events.accept(new Event(id, name, data.toString()));
            }
            data.setLength(0);
            name = "";
        } else if (text.startsWith("id: ")) {
            id = text.substring("id: ".length());
        } else if (text.startsWith("event: ")) {
            name = text.substring("event: ".length());
        } else if (text.startsWith("data: ")) {
            data.append(data.length() == 0 ? "" : "\n").append(text.substring("data: ".length()));
        }
        // What is left are comments, which keep the connection alive.
    }

    @Override
    public void streamEnd(@Nullable List<? extends Header> trailers) {
        FutureCallback<Answer> waiting = done;
        if (waiting != null) {
            waiting.completed(new Answer(status, headers, line.toString(StandardCharsets.UTF_8)));
        }
    }

    @Override
    public void informationResponse(HttpResponse response, HttpContext context) {}

    @Override
    public void failed(Exception cause) {}

    @Override
    public void releaseResources() {}
}
