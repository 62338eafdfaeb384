package dev.substrate.message;

import dev.substrate.id.NodeId;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What became of something that was offered to the subscribers of a topic, one after the other.
 *
 * @param ending how it ended
 * @param asked who was asked, in that order, and what each answered
 * @param rest what nobody took, as it was after the last one took a part; null if all was taken
 */
public record AnycastOutcome<E>(
        Ending ending, List<Answer> asked, @Nullable E rest) {

    /** Makes one. */
    public AnycastOutcome {
        Objects.requireNonNull(ending, "ending");
        asked = List.copyOf(asked);
    }

    /** How an anycast ended. */
    public enum Ending {
        /** All was taken. */
        TAKEN,
        /** All subscribers that there were have answered, and did not take all; or there were none. */
        NOBODY,
        /** {@code attemptsMax} subscribers have answered, and did not take all. */
        ATTEMPTS_SPENT,
        /** The deadline passed. The subscriber that was being asked is among {@code asked} as {@link Verdict#UNANSWERED}. */
        TIMED_OUT
    }

    /** What a subscriber said. */
    public enum Verdict {
        /** It took all that was left. */
        TAKEN,
        /** It took a part, and gave back the rest. */
        PART_TAKEN,
        /** It took nothing. */
        DECLINED,
        /** It failed while it was asked, which counts as taking nothing. */
        FAILED,
        /** It said nothing: it may have taken all or a part, or not. */
        UNANSWERED
    }

    /**
     * An answer.
     *
     * @param node where the subscriber runs
     * @param service its service
     * @param reason why; empty if it did not say
     */
    public record Answer(NodeId node, String service, Verdict verdict, String reason) {}

    /** Says whether all was taken. */
    public boolean taken() {
        return ending == Ending.TAKEN;
    }
}
