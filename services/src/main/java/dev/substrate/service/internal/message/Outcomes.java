package dev.substrate.service.internal.message;

import dev.substrate.id.NodeId;
import dev.substrate.message.AnycastOutcome;
import dev.substrate.message.MessageException;
import dev.substrate.message.Published;
import dev.substrate.message.Reply;
import dev.substrate.message.SendOutcome;
import dev.substrate.service.internal.message.Wire.Delivered;
import dev.substrate.service.internal.message.Wire.Ending;
import dev.substrate.service.internal.message.Wire.Reach;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes of what post offices have answered what the caller is told. */
final class Outcomes {

    private final Entities entities;

    Outcomes(Entities entities) {
        this.entities = entities;
    }

    <R> Reply<R> reply(LetterCall.Result result, Class<R> answer) {
        if (result instanceof LetterCall.Nobody nobody) {
            return new Reply.NobodyThere<>(nobody.reason());
        } else if (result instanceof LetterCall.Unknown unknown) {
            return new Reply.TimedOut<>(unknown.reason());
        }
        return gathered(((LetterCall.Answered) result).answer(), answer);
    }

    <R> Reply<R> gathered(Delivered delivered, Class<R> answer) {
        NodeId node = delivered.node();
        return switch (delivered.ending()) {
            case OK -> ok(delivered, answer);
            case NOT_FOUND -> new Reply.NotFound<>(delivered.reason(), node);
            case REFUSED -> new Reply.Refused<>(delivered.reason(), node);
            case FAILED -> new Reply.Failed<>(delivered.reason(), node);
            case DELIVERED, NOT_CARRIED, PASSIVE, UNAVAILABLE, INSTEAD -> new Reply.NobodyThere<>(delivered.reason());
        };
    }

    private <R> Reply<R> ok(Delivered delivered, Class<R> answer) {
        try {
            return new Reply.Ok<>(entities.decodeIfAny(delivered.entity(), answer), delivered.node());
        } catch (IllegalArgumentException e) {
            return new Reply.Failed<>("it has answered, but: " + e.getMessage(), delivered.node());
        }
    }

    static SendOutcome sent(LetterCall.Result result) {
        if (result instanceof LetterCall.Nobody nobody) {
            return new SendOutcome.NobodyThere(nobody.reason());
        } else if (result instanceof LetterCall.Unknown unknown) {
            return new SendOutcome.Unknown(unknown.reason());
        }
        Delivered delivered = ((LetterCall.Answered) result).answer();
        return delivered.ending() == Ending.DELIVERED
                ? new SendOutcome.Delivered(delivered.node())
                : new SendOutcome.NobodyThere(delivered.reason());
    }

    static Published broadcast(ManyCall.Result result) {
        Set<NodeId> reached = new HashSet<>();
        result.answers().forEach((node, answer) -> {
            if (answer instanceof Delivered delivered && delivered.ending() == Ending.DELIVERED) {
                reached.add(node);
            }
        });
        return new Published(reached, result.silent());
    }

    static Published published(ManyCall.Result result) {
        Set<NodeId> reached = new HashSet<>();
        Set<NodeId> unanswered = new HashSet<>(result.silent());
        result.answers().forEach((node, answer) -> {
            if (answer instanceof Wire.Shown shown && shown.reach() == Reach.ALL) {
                reached.add(node);
            } else if (answer instanceof Wire.Shown shown && shown.reach() == Reach.NOT_ALL) {
                unanswered.add(node);
            }
        });
        return new Published(reached, unanswered);
    }

    <E> AnycastOutcome<E> anycast(AnycastWalk.Finished finished, Class<E> type) {
        return new AnycastOutcome<>(finished.ending(), finished.asked(), rest(finished.rest(), type));
    }

    private <E> @Nullable E rest(@Nullable String text, Class<E> type) {
        try {
            return entities.decodeIfAny(text, type);
        } catch (IllegalArgumentException e) {
            throw new MessageException("What a subscriber left over is of another class. " + e.getMessage());
        }
    }

    /** Returns what says that nothing was sent where no type of outcome can. */
    static MessageException notSent(String reason) {
        return new MessageException("Nothing was sent: " + reason);
    }
}
