package dev.substrate.store.sqlite;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/** Logs the first of a row of failures, and their end. For one thread. */
final class FailureLog {

    private final Logger log;
    private final String who;
    private final Path file;
    private boolean failing;
    private boolean damaged;

    FailureLog(Logger log, String who, Path file) {
        this.log = log;
        this.who = who;
        this.file = file;
    }

    void fails(@Nullable Throwable e) {
        if (!failing) {
            failing = true;
            log.warn("{} fails on {}; further failures are not logged until it works again", who, file, e);
        }
    }

    /** Logs once that a part of the file is damaged: other parts may work all the while. */
    void isDamaged(Exception e) {
        if (!damaged) {
            damaged = true;
            log.error(
                    "{} found a part of {} damaged; what lies in it is refused, the rest goes on. Check the file with"
                            + " 'PRAGMA integrity_check'. Further damage is not logged",
                    who,
                    file,
                    e);
        }
    }

    void works() {
        if (failing) {
            failing = false;
            log.info("{} works again on {}", who, file);
        }
    }
}
