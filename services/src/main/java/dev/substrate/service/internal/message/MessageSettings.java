package dev.substrate.service.internal.message;

import com.typesafe.config.Config;
import java.time.Duration;

/**
 * The bounds of messages; what each is for stands in {@code reference.conf}.
 *
 * @param offerTimeout how long a subscriber may think about an offer
 */
record MessageSettings(
        Duration deadline,
        long entityBytesMax,
        int callsMax,
        int anycastsMax,
        Duration offerTimeout,
        int hopsMax,
        int topicsMax,
        int namesFollowedMax,
        int tailBufferMax) {

    static MessageSettings of(Config config) {
        Config message = config.getConfig("substrate.message");
        return new MessageSettings(
                message.getDuration("deadline"),
                message.getLong("entity-bytes-max"),
                message.getInt("calls-max"),
                message.getInt("anycasts-max"),
                message.getDuration("offer-timeout"),
                message.getInt("hops-max"),
                message.getInt("topics-max"),
                message.getInt("names-followed-max"),
                message.getInt("tail-buffer-max"));
    }
}
