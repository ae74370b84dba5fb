package dev.flipswitch;

import dev.flipswitch.ofrep.BoundedJson;
import dev.flipswitch.ofrep.Refetch;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import jakarta.json.spi.JsonProvider;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads the data of events. A change that can't be read is logged, and counts as one of all flags: fetching once too
 * often does no harm, a lost change does. Thread-safe.
 */
final class EventData {
    private final JsonProvider json = JsonProvider.provider();

    /** The data of {@code flag-updated}, and of {@code flag-change}, whose key may be null. */
    ChangeEvent flagChange(String type, String data) {
        JsonObject object = read(data);
        if (object == null) {
            Messages.malformedEvent(type);
            return ChangeEvent.any();
        }
        ChangedFlags flags =
                object.get("flagKey") instanceof JsonString key ? ChangedFlags.of(key.getString()) : ChangedFlags.any();
        return new ChangeEvent(flags, timestamp(object));
    }

    /** The data of {@code config-updated}. */
    ChangeEvent configUpdate(String data) {
        JsonObject object = read(data);
        return object == null ? ChangeEvent.any() : new ChangeEvent(ChangedFlags.any(), timestamp(object));
    }

    private static @Nullable Instant timestamp(JsonObject object) {
        try {
            return object.get("timestamp") instanceof JsonString text ? Instant.parse(text.getString()) : null;
        } catch (DateTimeParseException e) {
            return null; // the change is what counts
        }
    }

    /** The data of {@code api-key-rotated}; empty if it can't be read. */
    Optional<ApiKeyRotation> keyRotation(String data) {
        JsonObject object = read(data);
        try {
            if (object != null && object.get("validUntil") instanceof JsonString text) {
                return Optional.of(new ApiKeyRotation(Optional.of(Instant.parse(text.getString()))));
            }
            if (object != null && object.get("validUntil") == JsonValue.NULL) {
                return Optional.of(new ApiKeyRotation(Optional.empty()));
            }
        } catch (DateTimeParseException e) {
            // the message below says it
        }
        Messages.malformedRotation();
        return Optional.empty();
    }

    /** What an OFREP event stream says; empty if it is nothing that a client must know. OFREP ADR 0008. */
    Optional<Refetch> refetch(String data) {
        JsonObject object = read(data);
        return object != null && "refetchEvaluation".equals(object.getString("type", ""))
                ? Optional.of(new Refetch(text(object.get("etag")), text(object.get("lastModified"))))
                : Optional.empty();
    }

    private static @Nullable String text(@Nullable JsonValue value) {
        if (value instanceof JsonString string) {
            return string.getString();
        }
        return value == null || value == JsonValue.NULL ? null : value.toString();
    }

    private @Nullable JsonObject read(String text) {
        try (var reader = json.createReader(BoundedJson.of(text))) {
            return reader.read() instanceof JsonObject object ? object : null;
        } catch (JsonException e) {
            return null;
        }
    }
}
