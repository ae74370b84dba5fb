package dev.flipswitch.ofrep;

import dev.openfeature.sdk.ErrorCode;
import dev.openfeature.sdk.ImmutableMetadata;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import jakarta.json.stream.JsonGenerator;
import org.jspecify.annotations.Nullable;

/**
 * An evaluation in OFREP's words. What is written is read as it was, the types of numbers too: an integer stays one, and
 * so does a double without a fraction. (Infinity, which JSON lacks, becomes null.) Stateless.
 */
public final class EvaluationJson {
    private EvaluationJson() {}

    /**
     * Writes an evaluation's members into an object that has been begun. The text of a failure is left out, since a
     * server may quote the context in it.
     *
     * @param generator writes the object
     * @param evaluation the evaluation
     */
    public static void write(JsonGenerator generator, OfrepEvaluation evaluation) {
        if (evaluation instanceof OfrepEvaluation.Failed failed) {
            generator.write("errorCode", failed.code().name());
        } else if (evaluation instanceof OfrepEvaluation.Resolved resolved) {
            writeResolved(generator, resolved);
        }
        if (evaluation.metadata().isNotEmpty()) {
            writeMetadata(generator, evaluation.metadata());
        }
    }

    private static void writeResolved(JsonGenerator generator, OfrepEvaluation.Resolved resolved) {
        if (resolved.value() != null) {
            generator.writeKey("value");
            Json.writeValue(generator, resolved.value());
        }
        if (resolved.variant() != null) {
            generator.write("variant", resolved.variant());
        }
        if (resolved.reason() != null) {
            generator.write("reason", resolved.reason());
        }
    }

    private static void writeMetadata(JsonGenerator generator, ImmutableMetadata metadata) {
        generator.writeStartObject("metadata");
        metadata.asUnmodifiableMap().forEach((name, value) -> {
            generator.writeKey(name);
            if (value instanceof Boolean truth) {
                generator.write(truth);
            } else if (value instanceof Number number) {
                Json.writeNumber(generator, number);
            } else {
                generator.write(String.valueOf(value));
            }
        });
        generator.writeEnd();
    }

    /**
     * Reads an evaluation.
     *
     * @param json an object whose other members do not matter
     * @return the evaluation; a failure if there is an error code
     */
    public static OfrepEvaluation read(JsonObject json) {
        OfrepEvaluation failed = readFailed(json);
        return failed == null ? readResolved(json) : failed;
    }

    static OfrepEvaluation readResolved(JsonObject json) {
        JsonValue value = json.get("value");
        return new OfrepEvaluation.Resolved(
                value == null || value == JsonValue.NULL ? null : Json.toValue(value),
                json.getString("variant", null),
                json.getString("reason", null),
                readMetadata(json));
    }

    /** The failure that is reported for a flag, or null if none is. */
    static @Nullable OfrepEvaluation readFailed(@Nullable JsonObject json) {
        return json != null && json.get("errorCode") instanceof JsonString code
                ? new OfrepEvaluation.Failed(
                        toErrorCode(code.getString()), json.getString("errorDetails", ""), readMetadata(json))
                : null;
    }

    private static ImmutableMetadata readMetadata(JsonObject json) {
        return Json.toMetadata(json.get("metadata") instanceof JsonObject given ? given : JsonValue.EMPTY_JSON_OBJECT);
    }

    private static ErrorCode toErrorCode(String code) {
        try {
            return ErrorCode.valueOf(code);
        } catch (IllegalArgumentException e) {
            return ErrorCode.GENERAL;
        }
    }
}
