package dev.substrate.dht.internal.cache;

import dev.substrate.dht.internal.entity.RecordVersion;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the cache knows of one record. There is a slot before the owner is asked, so that what the feed shows meanwhile
 * raises the floor below which the answer comes too late. Immutable; where there is no slot any more it is null.
 */
sealed interface Slot {

    /** Returns the number of the following of the shard that this rests on; without it, it says nothing. */
    long following();

    /** Returns what is left when it is known that the record has reached a version. */
    @Nullable
    Slot reached(long version);

    /** Returns what is left when a write of this node was acknowledged. */
    @Nullable
    Slot written(OwnWrite write);

    /** Returns what is left when the owner has answered the question of a number, behind its fence. */
    @Nullable
    Slot answered(long question, RecordVersion found);

    /** Returns the version to answer with, if there is one. */
    default @Nullable RecordVersion usable(long presentFollowing, Instant now) {
        return null;
    }

    /** Returns the slot in which a question is asked; the one there was if that will do. */
    static Slot ask(@Nullable Slot before, Asked question, Instant now) {
        return before == null
                        || before.following() != question.following()
                        || (before instanceof Held held && held.isOver(now))
                ? question
                : before;
    }

    /**
     * The owner was asked.
     *
     * @param question tells this question from those before it
     * @param floor the version that the record has reached since, as far as is known
     */
    record Asked(long following, long question, long floor) implements Slot {

        @Override
        public Slot reached(long version) {
            return version <= floor ? this : new Asked(following, question, version);
        }

        /** Its content is not taken: the record may have been found to be further before there was this slot. */
        @Override
        public Slot written(OwnWrite write) {
            return reached(write.version());
        }

        @Override
        public @Nullable Slot answered(long answeredQuestion, RecordVersion found) {
            if (answeredQuestion != question) {
                return this;
            }
            return found.version() < floor ? null : new Held(following, found);
        }
    }

    /** The newest version, as far as is known; of a record that is not there, that it is not. */
    record Held(long following, RecordVersion record) implements Slot {

        @Override
        public @Nullable Slot reached(long version) {
            return version <= record.version() ? this : null;
        }

        @Override
        public @Nullable Slot written(OwnWrite write) {
            RecordVersion next = write.after(record);
            return next == null ? reached(write.version()) : new Held(following, next);
        }

        @Override
        public Slot answered(long question, RecordVersion found) {
            return this;
        }

        @Override
        public @Nullable RecordVersion usable(long presentFollowing, Instant now) {
            return following == presentFollowing && !isOver(now) ? record : null;
        }

        /** The owner decides whether a record whose time has come is gone. */
        boolean isOver(Instant now) {
            Instant expires = record.expires();
            return expires != null && !now.isBefore(expires);
        }
    }
}
