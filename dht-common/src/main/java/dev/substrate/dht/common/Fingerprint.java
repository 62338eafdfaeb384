package dev.substrate.dht.common;

import dev.substrate.record.WriteOptions;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;

/** What tells two requests apart that carry the same id: 96 bits of SHA-256 over what they ask for. */
public final class Fingerprint {

    private static final int BYTES = 12;

    private Fingerprint() {}

    /** Says what a request asks for besides its content. */
    public static String conditions(WriteOptions options) {
        return options.condition() + (options.timeToLive() == null ? "" : " for " + options.timeToLive());
    }

    /** Returns the fingerprint of a request. */
    public static String of(String kind, String condition, String content) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(kind.getBytes(StandardCharsets.UTF_8));
            digest.update((byte) 0);
            digest.update(condition.getBytes(StandardCharsets.UTF_8));
            digest.update((byte) 0);
            byte[] hash = digest.digest(content.getBytes(StandardCharsets.UTF_8));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(hash, BYTES));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
