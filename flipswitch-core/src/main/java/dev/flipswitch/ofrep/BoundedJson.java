package dev.flipswitch.ofrep;

import jakarta.json.stream.JsonLocation;
import jakarta.json.stream.JsonParsingException;
import java.io.Reader;
import java.io.StringReader;
import java.util.regex.Pattern;

/**
 * Refuses JSON that parsers can't take, before a parser sees it. Such JSON has a number of many digits, whose time grows
 * with the square of its length, an exponent that no number type holds, or deep nesting, by which parsers exhaust the
 * stack. Whatever else is wrong is the parser's affair. Stateless.
 */
public final class BoundedJson {
    /** So many characters may a number have. */
    public static final int MAX_NUMBER_LENGTH = 1_000;

    /** So many digits may its exponent have, leading zeros apart: {@code BigDecimal} holds no more. */
    public static final int MAX_EXPONENT_DIGITS = 9;

    /** So many levels may objects and arrays be nested. */
    public static final int MAX_DEPTH = 500;

    private static final Pattern EXPONENT = Pattern.compile("[eE][+-]?0*[1-9]\\d{" + MAX_EXPONENT_DIGITS + "}");

    private BoundedJson() {}

    /**
     * A reader of a text, for a parser.
     *
     * @param json the text
     * @return what reads it
     * @throws JsonParsingException if it is beyond the bounds; it says where and why
     */
    public static Reader of(String json) {
        int depth = 0;
        for (int i = 0; i < json.length(); i++) {
            char c = json.charAt(i);
            if (c == '"') {
                i = endOfString(json, i);
            } else if (c == '-' || isDigit(c)) {
                i = endOfNumber(json, i);
            } else if (c == '{' || c == '[') {
                depth++;
            } else if (c == '}' || c == ']') {
                depth--;
            }
            if (depth > MAX_DEPTH) {
                throw refused("is nested more than " + MAX_DEPTH + " levels deep", json, i);
            }
        }
        return new StringReader(json);
    }

    /** Where the quotation mark is that closes a string. */
    private static int endOfString(String json, int begin) {
        int i = begin + 1;
        while (i < json.length() && json.charAt(i) != '"') {
            i += json.charAt(i) == '\\' ? 2 : 1;
        }
        return i;
    }

    /** Where a number's last character is. */
    private static int endOfNumber(String json, int begin) {
        int end = begin + 1;
        boolean hasExponent = false;
        while (end < json.length() && isOfNumber(json.charAt(end))) {
            hasExponent |= (json.charAt(end) | 0x20) == 'e'; // or 'E'
            end++;
        }
        if (end - begin > MAX_NUMBER_LENGTH) {
            String fault =
                    "has a number of " + (end - begin) + " characters, where " + MAX_NUMBER_LENGTH + " are the most";
            throw refused(fault, json, begin);
        }
        if (hasExponent && EXPONENT.matcher(json).region(begin, end).find()) {
            throw refused("has a number with an exponent of more than " + MAX_EXPONENT_DIGITS + " digits", json, begin);
        }
        return end - 1;
    }

    private static boolean isOfNumber(char c) {
        return isDigit(c) || c == '.' || c == 'e' || c == 'E' || c == '+' || c == '-';
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static JsonParsingException refused(String fault, String json, int offset) {
        long line = json.substring(0, offset).chars().filter(c -> c == '\n').count() + 1;
        int column = offset - json.lastIndexOf('\n', offset - 1);
        return new BeyondBoundsException(
                "it " + fault + " (line " + line + ", column " + column + ")", new Place(line, column, offset));
    }

    /** Where in a text, from 1 on, and after how many characters. Immutable. */
    private record Place(long line, long column, long offset) implements JsonLocation {
        @Override
        public long getLineNumber() {
            return line;
        }

        @Override
        public long getColumnNumber() {
            return column;
        }

        @Override
        public long getStreamOffset() {
            return offset;
        }
    }

    /** JSON that is not read, whether it is right or not. */
    public static final class BeyondBoundsException extends JsonParsingException {
        private static final long serialVersionUID = 1;

        BeyondBoundsException(String message, JsonLocation location) {
            super(message, location);
        }
    }
}
