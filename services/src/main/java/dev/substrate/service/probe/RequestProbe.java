package dev.substrate.service.probe;

import dev.substrate.id.NodeId;
import dev.substrate.message.Method;
import dev.substrate.message.Reply;
import dev.substrate.message.TransactionId;
import dev.substrate.service.Request;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A request that remembers how it was answered first. Safe for use by several threads.
 *
 * @param <E> the class of its entity
 */
public final class RequestProbe<E> implements Request<E> {

    private static final NodeId NODE = NodeId.of(0, 0, new byte[NodeId.RANDOM_BYTES]);

    private final Method method;
    private final String id;
    private final @Nullable E entity;
    private final AtomicReference<Optional<Reply<Object>>> reply = new AtomicReference<>(Optional.empty());
    private final AtomicReference<Optional<NodeId>> instead = new AtomicReference<>(Optional.empty());

    /** Makes a request. */
    public RequestProbe(Method method, String id, @Nullable E entity) {
        this.method = method;
        this.id = id;
        this.entity = entity;
    }

    /** Returns how it was answered; empty if it was not, or was passed on. */
    public Optional<Reply<Object>> reply() {
        return reply.get();
    }

    /** Returns the node to which it was passed on. */
    public Optional<NodeId> passedOnTo() {
        return instead.get();
    }

    @Override
    public Method method() {
        return method;
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public @Nullable E entity() {
        return entity;
    }

    @Override
    public TransactionId transaction() {
        return new TransactionId("probe");
    }

    @Override
    public String correlation() {
        return "probe";
    }

    @Override
    public NodeId sender() {
        return NODE;
    }

    @Override
    public void ok() {
        say(new Reply.Ok<>(null, NODE));
    }

    @Override
    public void ok(Object answer) {
        say(new Reply.Ok<>(answer, NODE));
    }

    @Override
    public void notFound(String reason) {
        say(new Reply.NotFound<>(reason, NODE));
    }

    @Override
    public void refused(String reason) {
        say(new Reply.Refused<>(reason, NODE));
    }

    @Override
    public void failed(String reason) {
        say(new Reply.Failed<>(reason, NODE));
    }

    @Override
    public void askInstead(NodeId node) {
        if (reply.get().isEmpty()) {
            instead.updateAndGet(before -> before.isPresent() ? before : Optional.of(node));
        }
    }

    private void say(Reply<Object> first) {
        if (instead.get().isEmpty()) {
            reply.updateAndGet(before -> before.isPresent() ? before : Optional.of(first));
        }
    }
}
