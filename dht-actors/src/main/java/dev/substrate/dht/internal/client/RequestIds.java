package dev.substrate.dht.internal.client;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicLong;

/** Makes request ids that no other client makes: a random name for this one, and a counter. */
final class RequestIds {

    private static final int RANDOM_BYTES = 12;

    private final String client;
    private final AtomicLong last = new AtomicLong();

    RequestIds() {
        byte[] random = new byte[RANDOM_BYTES];
        new SecureRandom().nextBytes(random);
        client = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    }

    String next() {
        return client + "." + Long.toString(last.incrementAndGet(), Character.MAX_RADIX);
    }
}
