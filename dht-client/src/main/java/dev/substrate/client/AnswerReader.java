package dev.substrate.client;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.hc.core5.concurrent.FutureCallback;
import org.apache.hc.core5.http.EntityDetails;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.nio.AsyncResponseConsumer;
import org.apache.hc.core5.http.nio.CapacityChannel;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.jspecify.annotations.Nullable;

/** Reads an answer to its end, within a bound. */
final class AnswerReader implements AsyncResponseConsumer<Answer> {

    private static final int ROOM = 512;

    private final int bytesMax;
    private int status;
    private Map<String, String> headers = Map.of();
    private byte[] body = new byte[0];
    private int length;
    private @Nullable FutureCallback<Answer> done;

    AnswerReader(int bytesMax) {
        this.bytesMax = bytesMax;
    }

    @Override
    public void consumeResponse(
            HttpResponse response,
            @Nullable EntityDetails entity,
            HttpContext context,
            FutureCallback<Answer> whenDone) {
        status = response.getCode();
        headers = headersOf(response);
        done = whenDone;
        if (entity == null) {
            complete();
        } else {
            body = new byte[(int) Math.max(ROOM, Math.min(entity.getContentLength(), bytesMax))];
        }
    }

    static Map<String, String> headersOf(HttpResponse response) {
        Map<String, String> all = new HashMap<>();
        for (Header header : response.getHeaders()) {
            all.put(header.getName().toLowerCase(Locale.ROOT), header.getValue());
        }
        return all;
    }

    @Override
    public void updateCapacity(CapacityChannel capacity) throws IOException {
        capacity.update(Integer.MAX_VALUE);
    }

    @Override
    public void consume(ByteBuffer data) throws IOException {
        int more = data.remaining();
        if (length + more > bytesMax) {
            throw new IOException("the answer is larger than answerBytesMax allows (" + bytesMax + ")");
        }
        if (length + more > body.length) {
            body = Arrays.copyOf(body, Math.min(bytesMax, Math.max(2 * body.length, length + more)));
        }
        data.get(body, length, more);
        length += more;
    }

    @Override
    public void streamEnd(@Nullable List<? extends Header> trailers) {
        complete();
    }

    private void complete() {
        FutureCallback<Answer> waiting = done;
        if (waiting != null) {
            waiting.completed(new Answer(status, headers, new String(body, 0, length, StandardCharsets.UTF_8)));
        }
    }

    @Override
    public void informationResponse(HttpResponse response, HttpContext context) {}

    @Override
    public void failed(Exception cause) {}

    @Override
    public void releaseResources() {}
}
