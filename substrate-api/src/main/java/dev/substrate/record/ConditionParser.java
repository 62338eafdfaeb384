package dev.substrate.record;

import java.util.List;
import java.util.regex.Pattern;

/** Reads the text of one condition. */
final class ConditionParser {

    private static final Pattern NUMBER = Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]+)?");

    /** The longest number, as in an entity. */
    private static final int NUMBER_LENGTH_MAX = 1000;

    /** Longer ones first, so that none is taken for its beginning. */
    private static final List<String> OPERATORS = List.of(">=", "<=", "^=", "=", ">", "<");

    private static final String OPERATOR_CHARS = "=<>^";
    private static final int LENGTH_MAX = 8192;
    private static final int SHOWN_CHARS_MAX = 80;

    private final String text;
    private int position;

    ConditionParser(String text) {
        this.text = text;
    }

    FieldCondition parse() {
        if (text.length() > LENGTH_MAX) {
            throw wrong("it is longer than " + LENGTH_MAX + " characters");
        }
        skipSpaces();
        String field = field();
        skipSpaces();
        if (text.substring(position).strip().equals("exists")) {
            return FieldCondition.exists(field);
        }
        String operator = operator();
        skipSpaces();
        FieldValue value = value();
        return switch (operator) {
            case "=" -> FieldCondition.equalTo(field, value);
            case ">=" -> FieldCondition.atLeast(field, value);
            case ">" -> FieldCondition.above(field, value);
            case "<=" -> FieldCondition.atMost(field, value);
            case "<" -> FieldCondition.below(field, value);
            default -> {
                if (!(value instanceof FieldValue.Text prefix)) {
                    throw wrong("only texts begin with something; to mean the text, write \"" + value + "\" in quotes");
                }
                yield FieldCondition.startsWith(field, prefix.text());
            }
        };
    }

    private String field() {
        if (position < text.length() && text.charAt(position) == '"') {
            return quoted();
        }
        int start = position;
        while (position < text.length()
                && OPERATOR_CHARS.indexOf(text.charAt(position)) < 0
                && text.charAt(position) > ' ') {
            position++;
        }
        if (start == position) {
            throw wrong("it does not begin with a field such as /age");
        }
        String field = text.substring(start, position);
        if (field.endsWith("!")) {
            throw wrong("there is no operator !=; a field that ends like this stands in quotes");
        }
        return field;
    }

    private String operator() {
        for (String operator : OPERATORS) {
            if (text.startsWith(operator, position)) {
                position += operator.length();
                return operator;
            }
        }
        throw wrong("after the field comes one of = >= > <= < ^=, or 'exists'");
    }

    private FieldValue value() {
        String rest = text.substring(position).strip();
        if (rest.startsWith("\"")) {
            String value = quoted();
            if (!text.substring(position).isBlank()) {
                throw wrong("something follows the text in quotes");
            }
            return FieldValue.of(value);
        }
        if (rest.isEmpty()) {
            throw wrong("there is no value; the empty text is \"\"");
        }
        if (rest.equals("null")) {
            throw wrong("nothing equals null; the text is \"null\"");
        }
        if (rest.startsWith("=")) {
            throw wrong("a text that begins with = stands in quotes");
        }
        if (rest.contains("&&") || rest.contains("||")) {
            throw wrong(
                    "each condition stands by itself, and all must be met; a text with && or || in it stands in quotes");
        }
        if (rest.equals("true") || rest.equals("false")) {
            return FieldValue.of(Boolean.parseBoolean(rest));
        }
        if (NUMBER.matcher(rest).matches()) {
            if (rest.length() > NUMBER_LENGTH_MAX) {
                throw wrong("a number has at most " + NUMBER_LENGTH_MAX + " characters");
            }
            return FieldValue.number(rest).orElseThrow(() -> wrong("the exponent of the number is out of all bounds"));
        }
        return FieldValue.of(rest);
    }

    /** Reads a text in double quotes, as JSON writes it. */
    private String quoted() {
        StringBuilder read = new StringBuilder();
        for (position++; position < text.length(); position++) {
            char c = text.charAt(position);
            if (c == '"') {
                position++;
                return read.toString();
            }
            read.append(c == '\\' ? escaped() : c);
        }
        throw wrong("a quote is not closed");
    }

    private char escaped() {
        position++;
        char c = position < text.length() ? text.charAt(position) : ' ';
        return switch (c) {
            case '"', '\\', '/' -> c;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> hexadecimal();
            default -> throw wrong("after a backslash comes one of \" \\ / b f n r t u");
        };
    }

    private char hexadecimal() {
        String digits = text.substring(position + 1, Math.min(text.length(), position + 5));
        if (!digits.matches("[0-9a-fA-F]{4}")) {
            throw wrong("after \\u come four hexadecimal digits");
        }
        position += 4;
        return (char) Integer.parseInt(digits, 16);
    }

    private void skipSpaces() {
        while (position < text.length() && text.charAt(position) <= ' ') {
            position++;
        }
    }

    private InvalidQueryException wrong(String reason) {
        String shown = text.length() <= SHOWN_CHARS_MAX ? text : text.substring(0, SHOWN_CHARS_MAX) + "…";
        return new InvalidQueryException("A condition is like '/age >= 18' or '/city = Berlin'; of '"
                + shown.replaceAll("\\p{Cntrl}", "\uFFFD") + "', " + reason);
    }
}
