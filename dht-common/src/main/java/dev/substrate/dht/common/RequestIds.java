package dev.substrate.dht.common;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicLong;

/** Makes request ids that no other client makes: a random name for this one, and a counter. */
public final class RequestIds {

    private static final int RANDOM_BYTES = 12;

    private final String client;
    private final AtomicLong last = new AtomicLong();

    /** Makes a name that no other has. */
    public RequestIds() {
        byte[] random = new byte[RANDOM_BYTES];
        new SecureRandom().nextBytes(random);
        client = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    }

    /** Returns an id that was not returned before. */
    public String next() {
        return client + "." + Long.toString(last.incrementAndGet(), Character.MAX_RADIX);
    }
}
