package dev.substrate.cli.http;

import dev.substrate.record.RequestId;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;

/**
 * Makes request ids that say when they were made, and then 128 random bits in URL-safe Base64: a record that may have
 * forgotten such a request refuses it instead of doing it twice.
 */
public final class RequestIds {

    private static final int BYTES = 16;

    private RequestIds() {}

    /** Returns an id that no other request has. */
    public static String next() {
        byte[] bits = new byte[BYTES];
        new SecureRandom().nextBytes(bits);
        String name = Base64.getUrlEncoder().withoutPadding().encodeToString(bits);
        return RequestId.at(Instant.now(), name).value();
    }
}
