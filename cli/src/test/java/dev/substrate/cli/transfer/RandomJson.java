package dev.substrate.cli.transfer;

import java.util.Random;

/** Makes JSON of every shape, with white space and escapes in all places where they may be. */
final class RandomJson {

    private static final String[] PIECES = {
        "a", "\\\"", "\\\\", "}", "{", "]", ",", ":", "é", "😀", "\\u00e9", "\\n", " ", "/"
    };
    private static final String[] SCALARS = {
        "0", "-1", "1.50", "1e5", "-0.0E-10", "12345678901234567890", "true", "false", "null"
    };

    private RandomJson() {}

    static void append(StringBuilder json, Random random, int depth) {
        int kind = random.nextInt(depth > 0 ? 4 : 2);
        if (kind == 0) {
            json.append(SCALARS[random.nextInt(SCALARS.length)]);
        } else if (kind == 1) {
            json.append(text(random));
        } else {
            json.append(kind == 2 ? '[' : '{');
            int size = random.nextInt(4);
            for (int i = 0; i < size; i++) {
                json.append(i > 0 ? "," : "").append(space(random));
                if (kind == 3) {
                    json.append(text(random)).append(space(random)).append(':').append(space(random));
                }
                append(json, random, depth - 1);
                json.append(space(random));
            }
            json.append(kind == 2 ? ']' : '}');
        }
    }

    static String text(Random random) {
        StringBuilder text = new StringBuilder("\"");
        for (int i = random.nextInt(6); i > 0; i--) {
            text.append(PIECES[random.nextInt(PIECES.length)]);
        }
        return text.append('"').toString();
    }

    private static String space(Random random) {
        return " \t".substring(0, random.nextInt(3));
    }
}
