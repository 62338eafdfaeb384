package dev.substrate.dht.internal.entity;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.Terminated;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import dev.substrate.dht.internal.entity.RecordEntity.Reply;
import dev.substrate.node.CborMessage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Sends the replies of records to a gateway of another node: all that are there by its turn in one message. Nobody waits for
 * others that way, and the busier the nodes are, the more travel together.
 */
public final class ReplyCollector extends AbstractBehavior<Object> {

    /** Replies that travel together. */
    public record Replies(List<Reply> replies) implements CborMessage {}

    private enum Flush {
        FLUSH
    }

    private final ActorRef<Replies> asker;
    private final Parcels<Reply> parcels = new Parcels<>(ReplyCollector::chars);

    private ReplyCollector(ActorContext<Object> context, ActorRef<Replies> asker) {
        super(context);
        this.asker = asker;
        context.watch(asker);
    }

    static Behavior<Object> create(ActorRef<Replies> asker) {
        return Behaviors.setup(context -> new ReplyCollector(context, asker));
    }

    @Override
    public Receive<Object> createReceive() {
        return newReceiveBuilder()
                .onMessage(Reply.class, this::onReply)
                .onMessage(Flush.class, flush -> onFlush())
                .onSignal(Terminated.class, gone -> Behaviors.stopped())
                .build();
    }

    private Behavior<Object> onReply(Reply reply) {
        if (parcels.isEmpty()) {
            getContext().getSelf().tell(Flush.FLUSH);
        }
        parcels.add(reply);
        return this;
    }

    private Behavior<Object> onFlush() {
        parcels.drain().forEach(replies -> asker.tell(new Replies(replies)));
        return this;
    }

    private static int chars(Reply reply) {
        @Nullable
        RecordVersion record = reply instanceof RecordEntity.Current current
                ? current.record()
                : reply instanceof RecordEntity.Conflict conflict ? conflict.record() : null;
        @Nullable String entity = record == null ? null : record.entity();
        return entity == null ? 0 : entity.length();
    }
}
