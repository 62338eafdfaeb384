package dev.substrate.service.internal.member;

import com.typesafe.config.Config;
import java.time.Duration;

/**
 * The settings under {@code substrate.service.members}, explained in {@code reference.conf}.
 *
 * @param lookInterval how often the records of changes are read that are not settled
 * @param handlingRetry after which time without an answer a service is told again to handle a change
 * @param keptFor how long the record of a life stays when its departure was handled
 */
public record DeskSettings(Duration lookInterval, Duration handlingRetry, Duration keptFor) {

    /** Reads them from a node's configuration. */
    public static DeskSettings of(Config config) {
        Config members = config.getConfig("substrate.service.members");
        return new DeskSettings(
                members.getDuration("look-interval"),
                members.getDuration("handling-retry"),
                members.getDuration("kept-for"));
    }
}
