package dev.flipswitch.cdi;

import dev.flipswitch.Numbers;
import dev.flipswitch.Structures;
import dev.openfeature.sdk.Value;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonException;
import jakarta.json.JsonNumber;
import jakarta.json.JsonReader;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import jakarta.json.stream.JsonParser;
import java.io.StringReader;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads the default that an application gives as a text. Stateless. */
final class DefaultValueParser {
    /** As elsewhere: the time that a number takes grows with the square of its length. */
    private static final int MAX_NUMBER_LENGTH = 1_000;

    private static final int MAX_DEPTH = 500;

    private DefaultValueParser() {}

    /**
     * The default; null where the text is empty and the type has none of its own.
     *
     * @throws IllegalArgumentException if the text does not convert; the message says why
     */
    static @Nullable Object read(String text, ValueType type) {
        if (text.isEmpty()) {
            return type.naturalDefault();
        }
        Class<?> element = type.element();
        if (type.lists() > 0 || element.isRecord()) {
            return Conversion.convert(json(text), type);
        }
        if (element == String.class) {
            return text;
        }
        return element.isEnum() ? Conversion.constant(element, text) : Conversion.convert(json(text), type);
    }

    private static Value json(String text) {
        String elements = "[" + text + "]";
        checkBounds(elements);
        try (JsonReader reader = Json.createReader(new StringReader(elements))) {
            JsonArray array = reader.readArray();
            if (array.size() == 1) {
                return toValue(array.get(0));
            }
        } catch (JsonException e) {
            throw new IllegalArgumentException("it cannot be read", e);
        }
        throw new IllegalArgumentException("it cannot be read");
    }

    /** Before any number is made of its digits, and anything is nested deeper than the stack. */
    private static void checkBounds(String json) {
        int depth = -1; // of what is within the brackets
        try (JsonParser parser = Json.createParser(new StringReader(json))) {
            while (parser.hasNext()) {
                switch (parser.next()) {
                    case START_ARRAY, START_OBJECT -> depth++;
                    case END_ARRAY, END_OBJECT -> depth--;
                    case VALUE_NUMBER -> checkLength(parser.getString());
                    default -> {} // as long as it likes
                }
                if (depth > MAX_DEPTH) {
                    throw new IllegalArgumentException("it is nested more than " + MAX_DEPTH + " levels deep");
                }
            }
        } catch (JsonException e) {
            throw new IllegalArgumentException("it cannot be read", e);
        }
    }

    private static void checkLength(String number) {
        if (number.length() > MAX_NUMBER_LENGTH) {
            throw new IllegalArgumentException("it has a number of " + number.length() + " characters, where "
                    + MAX_NUMBER_LENGTH + " are the most");
        }
    }

    private static Value toValue(JsonValue json) {
        return switch (json.getValueType()) {
            case TRUE -> new Value(true);
            case FALSE -> new Value(false);
            case NULL -> new Value();
            case STRING -> new Value(((JsonString) json).getString());
            case NUMBER -> number((JsonNumber) json);
            case ARRAY ->
                new Value(List.copyOf(json.asJsonArray().stream()
                        .map(DefaultValueParser::toValue)
                        .toList()));
            case OBJECT -> {
                Map<String, Value> members = new LinkedHashMap<>();
                json.asJsonObject().forEach((name, member) -> members.put(name, toValue(member)));
                yield new Value(Structures.of(members));
            }
        };
    }

    private static Value number(JsonNumber json) {
        BigDecimal number = json.bigDecimalValue();
        Long whole = json.isIntegral() ? Numbers.toLong(number) : null;
        if (whole != null) {
            return (int) (long) whole == whole ? new Value((int) (long) whole) : Value.objectToValue(whole);
        }
        Double near = Numbers.toDouble(number);
        boolean alike = near != null && Objects.equals(Numbers.toLong(near), Numbers.toLong(number));
        return alike ? new Value(near) : exactly(number);
    }

    /** What a double would make an integer of, or another one. */
    private static Value exactly(BigDecimal number) {
        try {
            return new Value((Object) number);
        } catch (InstantiationException e) {
            throw new AssertionError("a value may be any number", e);
        }
    }
}
