package dev.substrate.record;

/** How fields and their values are ordered and written. */
final class FieldText {

    private FieldText() {}

    static int rank(FieldValue value) {
        return value instanceof FieldValue.Flag ? 0 : value instanceof FieldValue.Decimal ? 1 : 2;
    }

    /** Compares by code point, which is not the order of Java's chars. */
    static int compare(String one, String other) {
        int length = Math.min(one.length(), other.length());
        for (int i = 0; i < length; i++) {
            char a = one.charAt(i);
            char b = other.charAt(i);
            if (a != b) {
                boolean sameKind = Character.isSurrogate(a) == Character.isSurrogate(b);
                return sameKind ? Character.compare(a, b) : Character.isSurrogate(a) ? 1 : -1;
            }
        }
        return Integer.compare(one.length(), other.length());
    }

    /** Writes a text as JSON does; half a surrogate pair survives nothing but an escape. */
    static String quoted(String text) {
        StringBuilder quoted = new StringBuilder(text.length() + 2).append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                quoted.append('\\').append(c);
            } else if (c < ' ' || Character.isSurrogate(c)) {
                quoted.append("\\u%04x".formatted((int) c));
            } else {
                quoted.append(c);
            }
        }
        return quoted.append('"').toString();
    }

    /** Writes the name of a field, in quotes if it could not be told from what follows. */
    static String field(String field) {
        return field.chars().anyMatch(c -> c <= ' ' || "=<>^\"".indexOf(c) >= 0) ? quoted(field) : field;
    }
}
