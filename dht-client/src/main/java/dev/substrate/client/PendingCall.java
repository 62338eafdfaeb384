package dev.substrate.client;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.hc.core5.http.HttpHost;
import org.jspecify.annotations.Nullable;

/**
 * Carries out a call: sends its attempts, to the owner's node first, and again until it ends. Safe for use by several threads.
 *
 * @param <R> the result of the operation
 */
final class PendingCall<R> {

    /** How long an owner that lost its fence needs to make way; doubled each time that this was not enough. */
    private static final Duration SOON = Duration.ofMillis(100);

    private static final Duration SOON_MAX = Duration.ofSeconds(1);

    private final Call<R> call;
    private final Machinery machinery;
    private final Nodes nodes;
    private final long attemptTimeoutNanos;
    private final long expiresAtNanos;

    /** What is under way, by its number. */
    private final Map<Integer, Transport.Exchange> exchanges = new HashMap<>();

    /** The nodes that were asked since the last pause. */
    private final Set<HttpHost> asked = new HashSet<>();

    private int attempts;
    private @Nullable HttpHost newest;
    private long lookAtNanos;
    private boolean waitsToSend;
    private long soonNanos = SOON.toNanos();
    private boolean over;

    PendingCall(Call<R> call, Machinery machinery, ClientSettings settings) {
        this.call = call;
        this.machinery = machinery;
        this.nodes = machinery.nodes();
        this.attemptTimeoutNanos = settings.attemptTimeout().toNanos();
        this.expiresAtNanos = machinery.nanoTime() + call.deadline().toNanos();
    }

    synchronized void start() {
        send();
    }

    /** Looks whether it is time to send again, or to end. */
    synchronized void onTick(long now) {
        if (over) {
            return;
        }
        if (now - expiresAtNanos >= 0) {
            end(() -> call.expire(call.result(), "within " + call.deadline().toMillis() + " ms"));
        } else if (now - lookAtNanos >= 0) {
            if (waitsToSend) {
                asked.clear();
                send();
            } else {
                if (newest != null) {
                    nodes.onSilence(newest);
                    machinery.refreshSoon();
                }
                proceed(call.onSilence());
            }
        }
    }

    synchronized void onClose() {
        if (!over) {
            end(() -> call.expire(call.result(), "before the client was closed"));
        }
    }

    private void send() {
        int attempt = ++attempts;
        HttpHost node = nodes.forRecord(call.id(), asked);
        asked.add(node);
        newest = node;
        waitsToSend = false;
        lookAtNanos = machinery.nanoTime() + attemptTimeoutNanos;
        Transport.Exchange exchange =
                machinery.exchange(node, call.next(), delivery -> onDelivery(attempt, node, delivery));
        if (!over) {
            exchanges.put(attempt, exchange);
        }
    }

    private synchronized void onDelivery(int attempt, HttpHost node, Delivery delivery) {
        exchanges.remove(attempt);
        if (over) {
            return;
        }
        try {
            if (delivery instanceof Delivery.Answered answered) {
                onAnswer(node, answered.answer());
            } else if (delivery instanceof Delivery.NotSent notSent) {
                if (notSent.unreachable()) {
                    onUnreachable(node);
                }
                proceed(call.onNotSent(notSent.reason()));
            } else if (delivery instanceof Delivery.Lost lost) {
                onUnreachable(node);
                proceed(call.onLost(lost.reason()));
            }
        } catch (RuntimeException e) {
            // Not an answer of a Substrate node; whoever waits must hear of it.
            end(() -> call.result()
                    .completeExceptionally(new IllegalStateException(
                            "The answer of " + node.toHostString() + " about '" + call.id() + "' is not understood",
                            e)));
        }
    }

    private void onAnswer(HttpHost node, Answer answer) {
        @Nullable String owner = answer.header("Substrate-Owner");
        if (owner != null) {
            nodes.learn(call.id(), owner);
        }
        if (answer.problem().equals("not-ready")) {
            onUnreachable(node);
        } else {
            nodes.onAnswer(node);
        }
        proceed(call.onAnswer(answer));
    }

    private void onUnreachable(HttpHost node) {
        nodes.onSilence(node);
        machinery.refreshSoon();
    }

    private void proceed(Call.Step<R> step) {
        if (step instanceof Call.Step.Done<R> done) {
            end(() -> call.result().complete(done.result()));
        } else if (step instanceof Call.Step.Failed<R> failed) {
            end(() -> call.result().completeExceptionally(failed.failure()));
        } else if (step instanceof Call.Step.SendNow<R>) {
            asked.clear();
            send();
        } else if (step instanceof Call.Step.SendElsewhere<R> && asked.size() < nodes.count()) {
            send();
        } else if (step instanceof Call.Step.SendElsewhere<R> || step instanceof Call.Step.SendSoon<R>) {
            waitsToSend = true;
            lookAtNanos = machinery.nanoTime() + soonNanos;
            soonNanos = Math.min(2 * soonNanos, SOON_MAX.toNanos());
        }
    }

    private void end(Runnable completion) {
        over = true;
        machinery.remove(this);
        exchanges.values().forEach(Transport.Exchange::abandon);
        exchanges.clear();
        machinery.callBack(completion);
    }
}
