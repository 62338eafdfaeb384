package dev.substrate.benchmark.load;

import dev.substrate.record.Json;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/** Entities of an exact size that do not compress well. */
final class Values {

    private static final String BEFORE = "{\"v\":\"";
    private static final String AFTER = "\"}";
    private static final String CHARACTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_";
    private static final int DIFFERENT = 64;

    private final List<Json> values;

    Values(int bytes, long seed) {
        int filler = bytes - BEFORE.length() - AFTER.length();
        if (filler < 0) {
            throw new IllegalArgumentException(
                    "A value has " + (BEFORE.length() + AFTER.length()) + " bytes at least, not " + bytes);
        }
        SplittableRandom random = new SplittableRandom(seed);
        values = Stream.generate(() -> value(filler, random)).limit(DIFFERENT).toList();
    }

    Json draw(SplittableRandom random) {
        return values.get(random.nextInt(DIFFERENT));
    }

    private static Json value(int filler, SplittableRandom random) {
        StringBuilder text = new StringBuilder(BEFORE);
        for (int i = 0; i < filler; i++) {
            text.append(CHARACTERS.charAt(random.nextInt(CHARACTERS.length())));
        }
        return new Json(text.append(AFTER).toString());
    }
}
