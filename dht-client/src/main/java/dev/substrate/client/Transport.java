package dev.substrate.client;

import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.apache.hc.core5.concurrent.FutureCallback;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.impl.bootstrap.AsyncRequesterBootstrap;
import org.apache.hc.core5.http.impl.bootstrap.HttpAsyncRequester;
import org.apache.hc.core5.http.message.BasicHttpRequest;
import org.apache.hc.core5.http.nio.AsyncClientEndpoint;
import org.apache.hc.core5.http.nio.AsyncEntityProducer;
import org.apache.hc.core5.http.nio.AsyncResponseConsumer;
import org.apache.hc.core5.http.nio.RequestChannel;
import org.apache.hc.core5.http.nio.entity.BasicAsyncEntityProducer;
import org.apache.hc.core5.http.nio.support.BasicRequestProducer;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.http.protocol.HttpProcessorBuilder;
import org.apache.hc.core5.http.protocol.RequestConnControl;
import org.apache.hc.core5.http.protocol.RequestContent;
import org.apache.hc.core5.http.protocol.RequestTargetHost;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.reactor.IOReactorConfig;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/** Connections to nodes: HTTP/1.1, kept open, one request at a time on each. Tells how requests ended on threads of its own. */
final class Transport implements AutoCloseable {

    private static final Timeout CONNECT_TIMEOUT = Timeout.ofSeconds(3);

    /** An exchange under way. */
    interface Exchange {
        /** Gives it up: its connection is closed, and nothing is told any more that was not told before. */
        void abandon();
    }

    private final HttpAsyncRequester requester;

    /**
     * Opens nothing yet.
     *
     * @param silenceMax after how long without a byte a connection is closed
     */
    Transport(int threads, int connectionsPerNodeMax, Duration silenceMax) {
        requester = AsyncRequesterBootstrap.bootstrap()
                .setIOReactorConfig(IOReactorConfig.custom()
                        .setIoThreadCount(threads)
                        .setTcpNoDelay(true)
                        .setSoTimeout(Timeout.of(silenceMax))
                        .build())
                // Without the default one's "Expect: 100-continue", which would cost a round trip for each write.
                .setHttpProcessor(HttpProcessorBuilder.create()
                        .addAll(RequestContent.INSTANCE, RequestTargetHost.INSTANCE, RequestConnControl.INSTANCE)
                        .build())
                .setDefaultMaxPerRoute(connectionsPerNodeMax)
                .setMaxTotal(Integer.MAX_VALUE)
                .create();
        requester.start();
    }

    /**
     * Sends a request.
     *
     * @param consumer reads the answer
     * @param answered takes the answer when it was read
     * @param failed is told if there is none; one of the two is told, and once
     */
    <A> Exchange send(
            HttpHost node,
            Request request,
            AsyncResponseConsumer<A> consumer,
            Consumer<A> answered,
            Consumer<Delivery> failed) {
        OneExchange<A> exchange = new OneExchange<>(node, request, consumer, answered, failed);
        try {
            // It is told by its callback.
            var unused = requester.connect(node, CONNECT_TIMEOUT, null, exchange.connecting());
        } catch (RuntimeException e) {
            // Such as that everything is being closed.
            exchange.fail(new Delivery.NotSent(false, describe(e)));
        }
        return exchange;
    }

    /** Closes connections that were not used for a while. */
    void closeIdle(Duration idle) {
        requester.closeIdle(TimeValue.of(idle));
    }

    @Override
    public void close() {
        requester.close(CloseMode.IMMEDIATE);
    }

    /** A request on its way: first to a connection, then over it. */
    private static final class OneExchange<A> implements Exchange {

        private final HttpHost node;
        private final Request request;
        private final AsyncResponseConsumer<A> consumer;
        private final Consumer<A> answered;
        private final Consumer<Delivery> failed;
        private final AtomicBoolean over = new AtomicBoolean();
        private volatile boolean sent;
        private volatile boolean abandoned;
        private volatile @Nullable AsyncClientEndpoint endpoint;

        OneExchange(
                HttpHost node,
                Request request,
                AsyncResponseConsumer<A> consumer,
                Consumer<A> answered,
                Consumer<Delivery> failed) {
            this.node = node;
            this.request = request;
            this.consumer = consumer;
            this.answered = answered;
            this.failed = failed;
        }

        FutureCallback<AsyncClientEndpoint> connecting() {
            return new FutureCallback<>() {
                @Override
                public void completed(AsyncClientEndpoint connected) {
                    endpoint = connected;
                    if (abandoned) {
                        connected.releaseAndReuse();
                    } else {
                        var unused = connected.execute(producer(), consumer, answering(connected));
                    }
                }

                @Override
                public void failed(Exception failure) {
                    fail(new Delivery.NotSent(
                            failure instanceof SocketException
                                    || failure instanceof SocketTimeoutException
                                    || failure instanceof UnknownHostException,
                            "no connection to " + node.toHostString() + ": " + describe(failure)));
                }

                @Override
                public void cancelled() {
                    fail(new Delivery.NotSent(false, "the client is closed"));
                }
            };
        }

        private FutureCallback<A> answering(AsyncClientEndpoint connected) {
            return new FutureCallback<>() {
                @Override
                public void completed(A answer) {
                    connected.releaseAndReuse();
                    if (!over.getAndSet(true)) {
                        answered.accept(answer);
                    }
                }

                @Override
                public void failed(Exception failure) {
                    connected.releaseAndDiscard();
                    String reason = node.toHostString() + ": " + describe(failure);
                    fail(sent ? new Delivery.Lost(reason) : new Delivery.NotSent(true, reason));
                }

                @Override
                public void cancelled() {
                    connected.releaseAndDiscard();
                    fail(new Delivery.Lost("the client is closed"));
                }
            };
        }

        private void fail(Delivery delivery) {
            if (!over.getAndSet(true)) {
                failed.accept(delivery);
            }
        }

        private BasicRequestProducer producer() {
            BasicHttpRequest message = new BasicHttpRequest(request.method(), node, request.target());
            for (Map.Entry<String, String> header : request.headers().entrySet()) {
                message.addHeader(header.getKey(), header.getValue());
            }
            @Nullable String body = request.body();
            @Nullable
            AsyncEntityProducer entity = body == null
                    ? null
                    : new BasicAsyncEntityProducer(body.getBytes(StandardCharsets.UTF_8), ContentType.APPLICATION_JSON);
            return new BasicRequestProducer(message, entity) {
                @Override
                public void sendRequest(RequestChannel channel, HttpContext context) throws HttpException, IOException {
                    sent = true;
                    super.sendRequest(channel, context);
                }
            };
        }

        @Override
        public void abandon() {
            abandoned = true;
            over.set(true);
            @Nullable AsyncClientEndpoint open = endpoint;
            if (open != null) {
                open.releaseAndDiscard();
            }
        }
    }

    private static String describe(Exception failure) {
        return failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
    }
}
