package dev.substrate.testkit.history;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The little JSON that histories need: null, booleans, whole numbers, strings, lists and maps with strings as keys. What
 * else may be a value is a map with one key: an Integer, a Set, a {@link Versioned}.
 */
final class Json {

    private static final String INT = "int";
    private static final String SET = "set";
    private static final String VERSION = "version";
    private static final String VALUE = "value";

    private final String text;
    private int at;

    private Json(String text) {
        this.text = text;
    }

    /**
     * Writes a value.
     *
     * @throws IllegalArgumentException if it is none of those that this class knows
     */
    static String write(@Nullable Object value) {
        if (value == null || value instanceof Boolean || value instanceof Long) {
            return String.valueOf(value);
        }
        if (value instanceof String string) {
            return quoted(string);
        }
        if (value instanceof List<?> list) {
            return list.stream().map(Json::write).collect(Collectors.joining(",", "[", "]"));
        }
        if (value instanceof Map<?, ?> map) {
            return map.entrySet().stream()
                    .map(each -> quoted((String) each.getKey()) + ":" + write(each.getValue()))
                    .collect(Collectors.joining(",", "{", "}"));
        }
        if (value instanceof Integer number) {
            return write(Map.of(INT, (long) number));
        }
        if (value instanceof Set<?> set) {
            return write(Map.of(SET, new ArrayList<>(set)));
        }
        if (value instanceof Versioned versioned) {
            Map<String, @Nullable Object> fields = new LinkedHashMap<>();
            fields.put(VERSION, versioned.version());
            fields.put(VALUE, versioned.value());
            return write(fields);
        }
        throw new IllegalArgumentException(
                "Cannot be kept in a file: " + value + " of " + value.getClass().getName());
    }

    private static String quoted(String string) {
        StringBuilder quoted = new StringBuilder("\"");
        for (int index = 0; index < string.length(); index++) {
            char each = string.charAt(index);
            if (each == '"' || each == '\\') {
                quoted.append('\\').append(each);
            } else if (each < ' ' || Character.isSurrogate(each)) {
                quoted.append(String.format("\\u%04x", (int) each));
            } else {
                quoted.append(each);
            }
        }
        return quoted.append('"').toString();
    }

    /**
     * Reads a value that this class has written.
     *
     * @throws IllegalArgumentException if the text is none
     */
    static @Nullable Object read(String text) {
        Json json = new Json(text);
        Object value = json.value();
        if (json.at < text.length()) {
            throw json.unexpected();
        }
        return value;
    }

    private @Nullable Object value() {
        if (take("null")) {
            return null;
        }
        if (take("true")) {
            return true;
        }
        if (take("false")) {
            return false;
        }
        return switch (peek()) {
            case '"' -> string();
            case '[' -> list();
            case '{' -> special(map());
            default -> number();
        };
    }

    private static Object special(Map<String, @Nullable Object> map) {
        if (map.size() == 1 && map.get(INT) instanceof Long number) {
            return Math.toIntExact(number);
        }
        if (map.size() == 1 && map.get(SET) instanceof List<?> elements) {
            return new LinkedHashSet<>(elements);
        }
        if (map.size() == 2 && map.get(VERSION) instanceof Long version && map.containsKey(VALUE)) {
            return new Versioned(version, map.get(VALUE));
        }
        return map;
    }

    private Map<String, @Nullable Object> map() {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        expect("{");
        while (!take("}")) {
            if (!map.isEmpty()) {
                expect(",");
            }
            String key = string();
            expect(":");
            map.put(key, value());
        }
        return map;
    }

    private List<@Nullable Object> list() {
        List<@Nullable Object> list = new ArrayList<>();
        expect("[");
        while (!take("]")) {
            if (!list.isEmpty()) {
                expect(",");
            }
            list.add(value());
        }
        return list;
    }

    private String string() {
        expect("\"");
        StringBuilder string = new StringBuilder();
        while (!take("\"")) {
            if (take("\\u")) {
                string.append((char) Integer.parseInt(text.substring(at, at + 4), 16));
                at += 4;
            } else {
                if (take("\\")) {
                    peek();
                }
                string.append(peek());
                at++;
            }
        }
        return string.toString();
    }

    private Long number() {
        int from = at;
        while (at < text.length() && (text.charAt(at) == '-' || Character.isDigit(text.charAt(at)))) {
            at++;
        }
        if (at == from) {
            throw unexpected();
        }
        return Long.valueOf(text.substring(from, at));
    }

    private char peek() {
        if (at >= text.length()) {
            throw unexpected();
        }
        return text.charAt(at);
    }

    private boolean take(String token) {
        boolean there = text.startsWith(token, at);
        at += there ? token.length() : 0;
        return there;
    }

    private void expect(String token) {
        if (!take(token)) {
            throw unexpected();
        }
    }

    private IllegalArgumentException unexpected() {
        return new IllegalArgumentException("Not written by this class, at character " + at + ": " + text);
    }
}
