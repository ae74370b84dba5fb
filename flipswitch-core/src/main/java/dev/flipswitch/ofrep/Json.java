package dev.flipswitch.ofrep;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.openfeature.sdk.EvaluationContext;
import dev.openfeature.sdk.ImmutableMetadata;
import dev.openfeature.sdk.Structure;
import dev.openfeature.sdk.Value;
import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import jakarta.json.spi.JsonProvider;
import jakarta.json.stream.JsonGenerator;
import jakarta.json.stream.JsonParser;
import jakarta.json.stream.JsonParser.Event;
import jakarta.json.stream.JsonParsingException;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Between JSON and OpenFeature's values. Thread-safe. The JSON-P implementation is looked up once, since that look-up
 * depends on the thread's context class loader.
 */
final class Json {
    private static final double BEYOND_LONGS = 1e19;

    private static final int DIGITS_THAT_DOUBLES_KEEP = 15;

    /** As many as a double is written with, at most. */
    private static final int DIGITS_OF_DOUBLES = 17;

    private final JsonProvider provider = JsonProviders.find();

    /** The context as a JSON object, its names sorted at every level: equal contexts give equal text. */
    String write(EvaluationContext context) {
        StringWriter text = new StringWriter();
        try (JsonGenerator generator = provider.createGenerator(text)) {
            writeObject(generator, context.asMap());
        }
        return text.toString();
    }

    private static void writeObject(JsonGenerator generator, Map<String, Value> attributes) {
        generator.writeStartObject();
        new TreeMap<>(attributes).forEach((name, value) -> {
            if (name != null) {
                generator.writeKey(name);
                writeValue(generator, value);
            }
        });
        generator.writeEnd();
    }

    static void writeValue(JsonGenerator generator, @Nullable Value value) {
        if (value == null || value.isNull()) {
            generator.writeNull();
        } else if (value.isBoolean()) {
            generator.write(value.asBoolean());
        } else if (value.isString()) {
            generator.write(value.asString());
        } else if (value.isNumber()) {
            writeNumber(generator, (Number) value.asObject());
        } else if (value.isInstant()) {
            generator.write(value.asInstant().toString());
        } else if (value.isList()) {
            generator.writeStartArray();
            value.asList().forEach(element -> writeValue(generator, element));
            generator.writeEnd();
        } else {
            writeObject(generator, value.asStructure().asMap());
        }
    }

    /** A double is written so that {@link #toValue} reads a double: 1.0E10 would be an integer. */
    static void writeNumber(JsonGenerator generator, Number number) {
        double asDouble = number.doubleValue();
        if (number instanceof Integer || number instanceof Long) {
            generator.write(number.longValue());
        } else if (number instanceof BigDecimal decimal) {
            generator.write(decimal);
        } else if (asDouble == Math.rint(asDouble) && Math.abs(asDouble) < BEYOND_LONGS) {
            generator.write(BigDecimal.valueOf(asDouble).setScale(1, RoundingMode.UNNECESSARY));
        } else if (Double.isFinite(asDouble)) {
            generator.write(asDouble);
        } else {
            generator.writeNull(); // JSON has no NaN and no infinity
        }
    }

    /**
     * Reads a JSON object, or gives null if the bytes are none.
     *
     * @throws BoundedJson.BeyondBoundsException if it is one that is not read
     */
    @Nullable
    JsonObject readObject(byte[] bytes) {
        try (var reader = provider.createReader(BoundedJson.of(withoutByteOrderMark(bytes)))) {
            return reader.read() instanceof JsonObject object ? object : null;
        } catch (BoundedJson.BeyondBoundsException e) {
            throw e;
        } catch (RuntimeException | StackOverflowError e) { // readers throw more than their own for what is nested deep
            return null;
        }
    }

    private static String withoutByteOrderMark(byte[] utf8) {
        String text = new String(utf8, UTF_8);
        return text.startsWith("\uFEFF") ? text.substring(1) : text;
    }

    /**
     * Reads an object, and nothing after it.
     *
     * @throws JsonParsingException if the text is something else; it says where
     */
    JsonObject parseObject(String text) {
        try (JsonParser parser = begin(text, Event.START_OBJECT)) {
            JsonObject object = parser.getObject();
            checkEnd(parser);
            return object;
        }
    }

    /**
     * Reads an array, and nothing after it.
     *
     * @throws JsonParsingException if the text is something else; it says where
     */
    JsonArray parseArray(String text) {
        try (JsonParser parser = begin(text, Event.START_ARRAY)) {
            JsonArray array = parser.getArray();
            checkEnd(parser);
            return array;
        }
    }

    private JsonParser begin(String text, Event expected) {
        JsonParser parser = provider.createParser(BoundedJson.of(text));
        if (!parser.hasNext() || parser.next() != expected) {
            throw new JsonParsingException("no " + expected, parser.getLocation());
        }
        return parser;
    }

    private static void checkEnd(JsonParser parser) {
        if (parser.hasNext()) {
            throw new JsonParsingException("more than one value", parser.getLocation());
        }
    }

    /** A number without a fraction becomes an integer (a long if it needs to be), one with a fraction a double. */
    static Value toValue(JsonValue json) {
        return switch (json.getValueType()) {
            case TRUE -> new Value(true);
            case FALSE -> new Value(false);
            case STRING -> new Value(((JsonString) json).getString());
            case NUMBER -> toNumber(((JsonNumber) json).bigDecimalValue());
            case ARRAY ->
                new Value(((JsonArray) json).stream().map(Json::toValue).toList());
            case OBJECT -> new Value(toStructure(json.asJsonObject()));
            case NULL -> new Value();
        };
    }

    private static Value toNumber(BigDecimal given) {
        BigDecimal number = isDouble(given) ? given : given.stripTrailingZeros();
        if (number.scale() <= 0 && (long) number.precision() - number.scale() <= 19) {
            var integer = number.toBigInteger();
            if (integer.bitLength() < 32) {
                return new Value(integer.intValue());
            }
            if (integer.bitLength() < 64) {
                return new Value(integer.longValue());
            }
        }
        double near = number.doubleValue();
        return losesDigits(number, near) ? exactly(number) : new Value(near);
    }

    /** Whether a double holds exactly this, so that a fraction of zeros needs not be taken away for it to become a long. */
    private static boolean isDouble(BigDecimal number) {
        return number.scale() <= 0
                || number.precision() <= DIGITS_THAT_DOUBLES_KEEP
                || isExact(number.doubleValue(), number);
    }

    private static boolean isExact(double near, BigDecimal number) {
        return Double.isFinite(near) && new BigDecimal(near).compareTo(number) == 0;
    }

    /** Whether a double would make infinity or another integer of it, or an integer of a number with a fraction. */
    private static boolean losesDigits(BigDecimal number, double near) {
        if (!Double.isFinite(near)) {
            return true;
        }
        if (near != Math.rint(near) || isExact(near, number)) {
            return false;
        }
        BigDecimal stripped = number.stripTrailingZeros();
        return stripped.scale() > 0 || stripped.precision() > DIGITS_OF_DOUBLES;
    }

    private static Value exactly(BigDecimal number) {
        try {
            return new Value((Object) number.stripTrailingZeros());
        } catch (InstantiationException e) {
            throw new AssertionError("a value may be any number", e);
        }
    }

    private static Structure toStructure(JsonObject json) {
        Map<String, Value> attributes = new LinkedHashMap<>();
        json.forEach((name, value) -> attributes.put(name, toValue(value)));
        return new FlagStructure(attributes);
    }

    /** Flag metadata are booleans, strings and numbers; anything else is left out, as OFREP allows nothing else. */
    static ImmutableMetadata toMetadata(JsonObject json) {
        var metadata = ImmutableMetadata.builder();
        json.forEach((name, value) -> {
            Object object = toValue(value).asObject();
            if (object instanceof Boolean b) {
                metadata.addBoolean(name, b);
            } else if (object instanceof String s) {
                metadata.addString(name, s);
            } else if (object instanceof Integer i) {
                metadata.addInteger(name, i);
            } else if (object instanceof Long l) {
                metadata.addLong(name, l);
            } else if (object instanceof Number number) {
                metadata.addDouble(name, number.doubleValue());
            }
        });
        return metadata.build();
    }
}
