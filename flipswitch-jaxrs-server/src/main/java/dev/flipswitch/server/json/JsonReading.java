package dev.flipswitch.server.json;

import jakarta.json.JsonException;
import jakarta.json.spi.JsonProvider;
import jakarta.json.stream.JsonParser;
import jakarta.json.stream.JsonParser.Event;
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
import org.jspecify.annotations.Nullable;

/**
 * Reads JSON. Objects become {@link Map}s that keep their order, numbers without fraction and exponent {@link Long} or
 * {@link BigInteger}, other numbers {@link BigDecimal} with their scale. Thread-safe.
 */
public final class JsonReading {

    private static final int MAX_DEPTH = 64;
    private static final char REPLACEMENT = '\uFFFD';
    private static final JsonProvider PROVIDER = JsonProvider.provider();

    private JsonReading() {}

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

    /** A decoder that tells malformed input is slower; without a replacement character there was none. */
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
     * @throws MalformedJsonException if the text is no JSON
     */
    public static @Nullable Object read(String text) {
        try (JsonParser parser = PROVIDER.createParser(new StringReader(text))) {
            if (!parser.hasNext()) {
                throw new MalformedJsonException("no JSON value");
            }
            Object value = value(parser, parser.next(), 0);
            if (parser.hasNext()) {
                throw new MalformedJsonException("more than one JSON value");
            }
            return value;
        } catch (JsonException
                | ArithmeticException
                | IllegalStateException
                | UnsupportedOperationException
                | java.util.NoSuchElementException
                | NumberFormatException e) {
            throw new MalformedJsonException("not valid JSON", e);
        }
    }

    private static @Nullable Object value(JsonParser parser, Event event, int depth) {
        if (depth > MAX_DEPTH) {
            throw new MalformedJsonException("nested more than " + MAX_DEPTH + " levels deep");
        }
        return switch (event) {
            case START_OBJECT -> object(parser, depth);
            case START_ARRAY -> array(parser, depth);
            case VALUE_STRING -> parser.getString();
            case VALUE_NUMBER -> number(parser.getString());
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> null;
            default -> throw new MalformedJsonException("not valid JSON");
        };
    }

    private static Map<String, @Nullable Object> object(JsonParser parser, int depth) {
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        while (parser.next() == Event.KEY_NAME) {
            String name = parser.getString();
            object.put(name, value(parser, parser.next(), depth + 1));
        }
        return object;
    }

    private static List<@Nullable Object> array(JsonParser parser, int depth) {
        List<@Nullable Object> array = new ArrayList<>();
        for (Event event = parser.next(); event != Event.END_ARRAY; event = parser.next()) {
            array.add(value(parser, event, depth + 1));
        }
        return array;
    }

    private static Number number(String literal) {
        if (literal.chars().anyMatch(c -> c == '.' || c == 'e' || c == 'E')) {
            return new BigDecimal(literal);
        }
        return literal.length() < 19 ? (Number) Long.valueOf(literal) : exact(new BigInteger(literal));
    }

    private static Number exact(BigInteger whole) {
        return whole.bitLength() < Long.SIZE ? (Number) whole.longValue() : whole;
    }
}
