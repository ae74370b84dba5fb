package dev.flipswitch.server.json;

import jakarta.json.JsonException;
import jakarta.json.spi.JsonProvider;
import jakarta.json.stream.JsonLocation;
import jakarta.json.stream.JsonParser;
import jakarta.json.stream.JsonParser.Event;
import jakarta.json.stream.JsonParsingException;
import java.io.StringReader;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * Reads JSON. Objects become {@link Map}s that keep their order, numbers without fraction and exponent {@link Long} or
 * {@link BigInteger}, other numbers {@link BigDecimal} with their scale. What a parser would need long for is refused: deep
 * nesting, and long numbers, whose time grows with the square of their length. Its static methods are thread-safe.
 */
public final class JsonReader {

    private static final int MAX_DEPTH = 64;
    private static final int MAX_NUMBER_LENGTH = 1_000;
    private static final char REPLACEMENT = '\uFFFD';
    private static final JsonProvider PROVIDER = JsonProvider.provider();

    private final String text;
    private final JsonParser parser;

    /** What may come next, for the message when it did not. */
    private String expected = "a value";

    private JsonReader(String text, JsonParser parser) {
        this.text = text;
        this.parser = parser;
    }

    /**
     * Reads one JSON value.
     *
     * @param utf8 the text in UTF-8
     * @return the value
     * @throws MalformedJsonException if the bytes are no JSON
     */
    public static @Nullable Object read(byte[] utf8) {
        String text = new String(utf8, StandardCharsets.UTF_8);
        return text.indexOf(REPLACEMENT) < 0 ? read(text) : read(strictly(utf8));
    }

    /** A decoder that reports malformed input is slower; without a replacement character there was none. */
    private static String strictly(byte[] utf8) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(utf8))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new MalformedJsonException("not valid UTF-8", e);
        }
    }

    /**
     * Reads one JSON value.
     *
     * @param text the text
     * @return the value
     * @throws MalformedJsonException if the text is no JSON; it says where, and what was expected
     */
    public static @Nullable Object read(String text) {
        try (JsonParser parser = PROVIDER.createParser(new StringReader(text))) {
            return new JsonReader(text, parser).all();
        }
    }

    private @Nullable Object all() {
        try {
            Object value = value(next("a value"), 0);
            expected = "the end";
            if (parser.hasNext()) {
                throw unexpected(parser.getLocation(), null);
            }
            return value;
        } catch (JsonParsingException e) {
            throw unexpected(e.getLocation(), e);
        } catch (JsonException
                | ArithmeticException
                | IllegalStateException
                | UnsupportedOperationException
                | NoSuchElementException
                | NumberFormatException e) {
            throw unexpected(parser.getLocation(), e);
        }
    }

    private MalformedJsonException unexpected(JsonLocation location, @Nullable Throwable cause) {
        return MalformedJsonException.at(
                "not valid JSON: " + expected + " is expected", text, location.getStreamOffset(), cause);
    }

    private Event next(String wanted) {
        expected = wanted;
        return parser.next();
    }

    private @Nullable Object value(Event event, int depth) {
        if (depth > MAX_DEPTH) {
            throw MalformedJsonException.at("nested more than " + MAX_DEPTH + " levels deep", text, offset() - 1, null);
        }
        return switch (event) {
            case START_OBJECT -> object(depth);
            case START_ARRAY -> array(depth);
            case VALUE_STRING -> parser.getString();
            case VALUE_NUMBER -> number(parser.getString());
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> null;
            default -> throw unexpected(parser.getLocation(), null);
        };
    }

    private Map<String, @Nullable Object> object(int depth) {
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        String wanted = "a name in double quotes with a colon, or }";
        while (next(wanted) == Event.KEY_NAME) {
            String name = parser.getString();
            if (object.containsKey(name)) {
                throw MalformedJsonException.at(
                        "not accepted: an object has the same name twice", text, offset() - 1, null);
            }
            object.put(name, value(next("a value"), depth + 1));
            wanted = "a comma and a name in double quotes with a colon, or }";
        }
        return object;
    }

    private List<@Nullable Object> array(int depth) {
        List<@Nullable Object> array = new ArrayList<>();
        for (Event event = next("a value or ]"); event != Event.END_ARRAY; event = next("a comma and a value, or ]")) {
            array.add(value(event, depth + 1));
        }
        return array;
    }

    private Number number(String literal) {
        if (literal.length() > MAX_NUMBER_LENGTH) {
            String fault = "not accepted: a number may have at most " + MAX_NUMBER_LENGTH + " characters, but one has "
                    + literal.length();
            throw MalformedJsonException.at(fault, text, offset() - literal.length(), null);
        }
        if (literal.chars().anyMatch(c -> c == '.' || c == 'e' || c == 'E')) {
            return decimal(literal);
        }
        return literal.length() < 19 ? (Number) Long.valueOf(literal) : exact(new BigInteger(literal));
    }

    private BigDecimal decimal(String literal) {
        try {
            return new BigDecimal(literal);
        } catch (NumberFormatException e) {
            String fault = "not accepted: the exponent of a number is too large or too small";
            throw MalformedJsonException.at(fault, text, offset() - literal.length(), e);
        }
    }

    private static Number exact(BigInteger whole) {
        return whole.bitLength() < Long.SIZE ? (Number) whole.longValue() : whole;
    }

    private long offset() {
        return parser.getLocation().getStreamOffset();
    }
}
