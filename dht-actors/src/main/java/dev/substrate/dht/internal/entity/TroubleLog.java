package dev.substrate.dht.internal.entity;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;

/**
 * Logs which records of this node cannot be read, and why: a damaged one once until it could be read again, and all of
 * them together not more than some times a minute, since one cause may concern many. A damaged record that was left out is
 * logged later, if it is still asked for.
 *
 * <p>Safe for use by several threads.
 */
final class TroubleLog {

    static final int LINES_PER_MINUTE_MAX = 10;
    static final int KNOWN_MAX = 1000;

    private final Logger log;
    private final Clock clock;
    private final Map<String, String> known = new LinkedHashMap<>();
    private Instant minuteEnds = Instant.EPOCH;
    private int linesThisMinute;

    TroubleLog(Logger log, Clock clock) {
        this.log = log;
        this.clock = clock;
    }

    /** Notes that the row of a record cannot be read. */
    synchronized void damaged(String uri, String reason) {
        if (reason.equals(known.get(uri)) || !mayLog()) {
            return;
        }
        if (known.size() >= KNOWN_MAX && !known.containsKey(uri)) {
            known.remove(known.keySet().iterator().next());
        }
        known.put(uri, reason);
        log.error("'{}' is damaged, and refuses reads and writes until its row is repaired: {}", uri, reason);
    }

    /** Notes that a record could be read. */
    synchronized void sound(String uri) {
        if (!known.isEmpty() && known.remove(uri) != null) {
            log.info("'{}' is not damaged any more", uri);
        }
    }

    /** Notes that a record could not be read for a reason that nobody else logs. It tries again. */
    synchronized void failed(String uri, Throwable failure) {
        if (mayLog()) {
            log.warn("'{}' could not be read from the store; it tries again", uri, failure);
        }
    }

    /** Notes that a tombstone could not be put into the archive. It is tried again in a later pass. */
    synchronized void notArchived(String uri, Throwable failure) {
        if (mayLog()) {
            log.warn("The tombstone of '{}' could not be put into the archive, and stays for now", uri, failure);
        }
    }

    private boolean mayLog() {
        Instant now = clock.instant();
        if (!now.isBefore(minuteEnds)) {
            minuteEnds = now.plus(Duration.ofMinutes(1));
            linesThisMinute = 0;
        }
        linesThisMinute++;
        if (linesThisMinute == LINES_PER_MINUTE_MAX) {
            log.warn("Further trouble with records is not logged for the rest of this minute");
        }
        return linesThisMinute < LINES_PER_MINUTE_MAX;
    }
}
