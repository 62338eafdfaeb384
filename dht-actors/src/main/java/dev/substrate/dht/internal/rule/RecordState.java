package dev.substrate.dht.internal.rule;

import dev.substrate.dht.internal.rule.WriteRequest.Condition;
import dev.substrate.dht.internal.rule.WriteRequest.Content;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A record as its owner knows it, and the rules by which it changes.
 *
 * <p>Time is the owner's clock. It decides nothing that another owner could decide otherwise: a record whose time has come
 * is there until its owner has written the deletion.
 *
 * @param version 0 if the record was never written
 * @param created when the record came into being, or came back
 * @param modified when this version was written
 * @param expires when the record is to be deleted; null for never
 * @param typeVersion the version of the type by which the entity was written, at least 1
 * @param writer the node that wrote this version
 * @param entity JSON; null if the record was never written or is deleted
 * @param deleted what a tombstone has deleted, if it is kept
 * @param memory the newest requests
 */
public record RecordState(
        long version,
        Instant created,
        Instant modified,
        @Nullable Instant expires,
        int typeVersion,
        String writer,
        @Nullable String entity,
        @Nullable String deleted,
        RequestMemory memory)
        implements StoredRecord {

    /** A record that was never written. */
    public static final RecordState NEVER_WRITTEN =
            new RecordState(0, Instant.EPOCH, Instant.EPOCH, null, 1, "", null, null, RequestMemory.EMPTY);

    /** What a deletion by the clock leaves in place of a request. */
    private static final String EXPIRY = "substrate.expired";

    /**
     * The owner that decides.
     *
     * @param now its clock
     * @param node its id
     * @param purgedVersion the highest version that this name may have had in a tombstone that was purged; 0 if none was
     */
    public record Owner(Instant now, String node, Retention retention, long purgedVersion) {}

    /** Returns whether there is an entity to be read. */
    public boolean present() {
        return entity != null;
    }

    /** Returns whether the record is there, and is to be deleted by now. */
    public boolean expired(Instant now) {
        return entity != null && expires != null && !now.isBefore(expires);
    }

    /** Returns whether the record was deleted so long ago that nobody can miss the tombstone. */
    public boolean purgeable(Instant now, Duration grace) {
        // One that was put back may be old already, but those who could miss it only come now.
        Instant since = latest(modified, memory.forgottenUntil());
        return version > 0 && entity == null && !now.isBefore(since.plus(grace));
    }

    /** Returns the deletion of a record whose time has come. */
    public RecordState expire(Owner owner) {
        return next(owner, EXPIRY + "." + version, EXPIRY, null);
    }

    /** Decides on a request to write. */
    public Decision decide(WriteRequest request, Owner owner) {
        Optional<PastRequest> past = memory.find(request.id());
        if (past.isPresent()) {
            return past.get().fingerprint().equals(request.fingerprint())
                    ? new Decision.Repeat(past.get())
                    : Decision.RequestIdReused.REQUEST_ID_REUSED;
        }
        if (request.issued() != null && !memory.holdsAllSince(request.issued())) {
            return new Decision.TooOld(memory.forgottenUntil());
        }
        // What was purged forgot its requests: one that was sent before may have been among them.
        long highest = Math.max(version, owner.purgedVersion());
        if (request.condition() == Condition.AT_VERSION) {
            if (request.expectedVersion() != version) {
                return new Decision.Conflict(request.expectedVersion() > version
                        || memory.holdsAllAbove(request.expectedVersion(), version));
            }
            if (request.floor() < highest && highest > version) {
                return new Decision.FloorTooLow(highest);
            }
        } else if (!memory.holdsAllAbove(request.floor(), highest)) {
            return new Decision.FloorTooLow(highest);
        }
        if ((request.condition() == Condition.PRESENT && !present())
                || (request.condition() == Condition.ABSENT && present())) {
            return new Decision.Conflict(true);
        }
        if (request.content() == null && !present()) {
            return Decision.NotFound.NOT_FOUND;
        }
        return new Decision.Write(next(owner, request.id(), request.fingerprint(), request.content()));
    }

    /**
     * Decides whether to put back a version that another store had. What came after it here stays, so it may be tried as often
     * as one likes, and in any order with others of the same store.
     */
    public RestoreDecision restore(Restoration old, Owner owner) {
        if (old.version() < version) {
            return RestoreDecision.Nothing.KEPT;
        }
        if (old.version() == version) {
            return sameContent(old) ? RestoreDecision.Nothing.KEPT : RestoreDecision.Nothing.DIFFERS;
        }
        if (old.version() <= owner.purgedVersion()) {
            // Without the row, nobody knows which versions the name has had here. A tombstone has nothing left to hide.
            return old.entity() == null ? RestoreDecision.Nothing.KEPT : RestoreDecision.Nothing.PURGED;
        }
        return new RestoreDecision.Write(new RecordState(
                old.version(),
                old.created(),
                old.modified(),
                old.expires(),
                old.typeVersion(),
                old.writer(),
                old.entity(),
                old.deleted(),
                memory.restored(old.request(), latest(owner.now(), latest(modified, old.modified())))));
    }

    private boolean sameContent(Restoration old) {
        return Objects.equals(entity, old.entity())
                && Objects.equals(expires, old.expires())
                && typeVersion == old.typeVersion();
    }

    private static Instant latest(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    /** Returns the request that made this version. */
    public PastRequest newestRequest() {
        return memory.requests().get(memory.requests().size() - 1);
    }

    private RecordState next(Owner owner, String request, String fingerprint, @Nullable Content content) {
        boolean creates = !present() && content != null;
        // A clock that was set back must not make a newer version look older.
        Instant time = owner.now().isBefore(modified) ? modified : owner.now();
        long nextVersion = Math.max(version, owner.purgedVersion()) + 1;
        return new RecordState(
                nextVersion,
                creates ? time : created,
                time,
                content == null ? null : expiry(content, time),
                content == null || content.typeVersion() == 0 ? typeVersion : content.typeVersion(),
                owner.node(),
                content == null ? null : content.entity(),
                content == null && owner.retention().deletedEntity() ? entity : null,
                memory.with(new PastRequest(request, fingerprint, nextVersion, time, creates), owner.retention()));
    }

    private @Nullable Instant expiry(Content content, Instant now) {
        if (content.timeToLive() != null) {
            return now.plus(content.timeToLive());
        }
        return content.expiresAsBefore() && present() ? expires : null;
    }
}
