package dev.flipswitch.cdi;

import dev.openfeature.sdk.ImmutableStructure;
import dev.openfeature.sdk.Value;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonException;
import jakarta.json.JsonNumber;
import jakarta.json.JsonReader;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.io.StringReader;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the default that an application gives as a text. Stateless. */
final class DefaultText {
    private DefaultText() {}

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
        try (JsonReader reader = Json.createReader(new StringReader("[" + text + "]"))) {
            JsonArray array = reader.readArray();
            if (array.size() == 1) {
                return toValue(array.get(0));
            }
        } catch (JsonException e) {
            throw new IllegalArgumentException("it cannot be read", e);
        }
        throw new IllegalArgumentException("it cannot be read");
    }

    private static Value toValue(JsonValue json) {
        return switch (json.getValueType()) {
            case TRUE -> new Value(true);
            case FALSE -> new Value(false);
            case NULL -> new Value();
            case STRING -> new Value(((JsonString) json).getString());
            case NUMBER -> number((JsonNumber) json);
            case ARRAY ->
                new Value(List.copyOf(
                        json.asJsonArray().stream().map(DefaultText::toValue).toList()));
            case OBJECT -> {
                Map<String, Value> members = new LinkedHashMap<>();
                json.asJsonObject().forEach((name, member) -> members.put(name, toValue(member)));
                yield new Value(new ImmutableStructure(members));
            }
        };
    }

    private static Value number(JsonNumber number) {
        if (!number.isIntegral()) {
            return new Value(number.doubleValue());
        }
        long exact = exactly(number);
        return (int) exact == exact ? new Value((int) exact) : Value.objectToValue(exact);
    }

    private static long exactly(JsonNumber number) {
        try {
            return number.longValueExact();
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException(number + " does not fit into 64 bits", e);
        }
    }
}
