package dev.substrate.cli.http;

import java.security.SecureRandom;
import java.util.Base64;

/** Makes request ids: 128 random bits in URL-safe Base64. */
public final class RequestIds {

    private static final int BYTES = 16;

    private RequestIds() {}

    /** Returns an id that no other request has. */
    public static String next() {
        byte[] bits = new byte[BYTES];
        new SecureRandom().nextBytes(bits);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bits);
    }
}
