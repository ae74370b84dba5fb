package dev.flipswitch.update;

import dev.flipswitch.messages.LogLimit;
import dev.flipswitch.messages.Messages;
import dev.flipswitch.ofrep.BoundedJson;
import dev.flipswitch.ofrep.JsonProviders;
import dev.flipswitch.ofrep.Refetch;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import jakarta.json.spi.JsonProvider;
import jakarta.json.stream.JsonParser;
import jakarta.json.stream.JsonParser.Event;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads the data of events. A change that can't be read is logged, and counts as one of all flags: fetching once too
 * often does no harm, a lost change does. The log says so a few times. Thread-safe.
 */
final class EventDecoder {
    private static final System.Logger LOG = System.getLogger(EventDecoder.class.getName());

    /** What decoding has put in place of bytes that are no UTF-8. */
    private static final char REPLACEMENT = '\uFFFD';

    private final JsonProvider json = JsonProviders.find();
    private final LogLimit lines = new LogLimit();
    private final LogLimit rotationLines = new LogLimit();

    /** The data of {@code flag-updated}, and of {@code flag-change}, whose key may be null. */
    FlagInvalidation flagChange(String type, String data) {
        Map<String, JsonValue> object = read(data);
        if (object == null) {
            if (lines.permits()) {
                LOG.log(Level.WARNING, Messages.malformedEvent(type));
            }
            return FlagInvalidation.any();
        }
        return new FlagInvalidation(flags(object.get("flagKey")), timestamp(object));
    }

    /** A key in which bytes were damaged names no flag, and so does an empty one: it may have been any. */
    private static FlagKeySet flags(@Nullable JsonValue flagKey) {
        String key = flagKey instanceof JsonString text ? text.getString() : "";
        return key.isEmpty() || key.indexOf(REPLACEMENT) >= 0 ? FlagKeySet.any() : FlagKeySet.of(key);
    }

    /** The data of {@code config-updated}. */
    FlagInvalidation configUpdate(String data) {
        Map<String, JsonValue> object = read(data);
        return object == null ? FlagInvalidation.any() : new FlagInvalidation(FlagKeySet.any(), timestamp(object));
    }

    private static @Nullable Instant timestamp(Map<String, JsonValue> object) {
        try {
            return object.get("timestamp") instanceof JsonString text ? Instant.parse(text.getString()) : null;
        } catch (DateTimeParseException e) {
            return null; // the change is what counts
        }
    }

    /** The data of {@code api-key-rotated}; empty if it can't be read. */
    Optional<Update.KeyRotated> keyRotation(String data) {
        Map<String, JsonValue> object = read(data);
        try {
            if (object != null && object.get("validUntil") instanceof JsonString text) {
                return Optional.of(new Update.KeyRotated(Optional.of(Instant.parse(text.getString()))));
            }
            if (object != null && object.get("validUntil") == JsonValue.NULL) {
                return Optional.of(new Update.KeyRotated(Optional.empty()));
            }
        } catch (DateTimeParseException e) {
            // the message below says it
        }
        if (rotationLines.permits()) {
            LOG.log(Level.WARNING, Messages.malformedRotation());
        }
        return Optional.empty();
    }

    /**
     * What an OFREP event stream says; empty if it is nothing that a client must know: an empty object, or of another
     * type. OFREP ADR 0008.
     */
    Optional<Refetch> refetch(String data) {
        Map<String, JsonValue> object = read(data);
        if (object == null || !(object.get("type") instanceof JsonString type)) {
            boolean saysNothing = object != null && object.isEmpty();
            if (!saysNothing) {
                LOG.log(Level.WARNING, Messages.malformedEvent("message"));
            }
            return saysNothing ? Optional.empty() : Optional.of(new Refetch(null, null));
        }
        return type.getString().equals("refetchEvaluation")
                ? Optional.of(new Refetch(text(object.get("etag")), text(object.get("lastModified"))))
                : Optional.empty();
    }

    private static @Nullable String text(@Nullable JsonValue value) {
        if (value instanceof JsonString string) {
            return string.getString();
        }
        return value == null || value == JsonValue.NULL ? null : value.toString();
    }

    /** The members of an object; null if the text is none, or none that can be read, whatever the reader throws. */
    private @Nullable Map<String, JsonValue> read(String text) {
        Map<String, JsonValue> members = new HashMap<>();
        try (JsonParser parser = json.createParser(BoundedJson.of(text))) {
            boolean object = parser.hasNext() && parser.next() == Event.START_OBJECT;
            while (object && parser.next() == Event.KEY_NAME) {
                String name = parser.getString();
                parser.next();
                object = members.put(name, parser.getValue()) == null; // which of two holds?
            }
            return object && !parser.hasNext() ? members : null;
        } catch (RuntimeException | StackOverflowError e) {
            return null;
        }
    }
}
