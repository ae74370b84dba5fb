package dev.flipswitch.servlet;

import dev.openfeature.sdk.ErrorCode;
import dev.openfeature.sdk.FlagEvaluationDetails;
import dev.openfeature.sdk.Value;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** OpenFeature's values, from and to plain Java. Stateless. */
final class ValueConversion {
    /** No value. */
    static final Value NONE = new Value();

    private ValueConversion() {}

    /** What an expression can work with: a boolean, string, number, map or list; null for none. */
    static @Nullable Object toObject(@Nullable Value value) {
        if (value == null || value.isNull()) {
            return null;
        }
        if (value.isStructure()) {
            Map<String, @Nullable Object> members = new HashMap<>(); // asObjectMap() knows not every number
            value.asStructure().asMap().forEach((name, member) -> members.put(name, toObject(member)));
            return members;
        }
        if (value.isList()) {
            List<Value> elements = value.asList();
            return elements.stream().map(ValueConversion::toObject).toList();
        }
        return value.asObject();
    }

    /** What a value is in place of a boolean, with its article; empty if it is one, or none. */
    static String otherThanBoolean(@Nullable Value value) {
        return value == null || value.isNull() || value.isBoolean() ? "" : kind(value);
    }

    /** What a value is, with its article. */
    static String kind(Value value) {
        if (value.isBoolean()) {
            return "a boolean";
        }
        if (value.isString()) {
            return "a string";
        }
        if (value.isNumber()) {
            return "a number";
        }
        return value.isList() ? "a list" : "an object";
    }

    /** The same answer with its value wrapped; without a value if there is an error. */
    static <T> FlagEvaluationDetails<Value> details(FlagEvaluationDetails<T> typed, Function<T, Value> wrap) {
        return new FlagEvaluationDetails<>(
                typed.getFlagKey(),
                typed.getErrorCode() == null ? wrap.apply(typed.getValue()) : NONE,
                typed.getVariant(),
                typed.getReason(),
                typed.getErrorCode(),
                typed.getErrorMessage(),
                typed.getFlagMetadata());
    }

    /** The answer where a flag is of no type at all. */
    static FlagEvaluationDetails<Value> mismatch(String key) {
        return error(key, ErrorCode.TYPE_MISMATCH);
    }

    /** The answer where there is no such flag. */
    static FlagEvaluationDetails<Value> unknown(String key) {
        return error(key, ErrorCode.FLAG_NOT_FOUND);
    }

    private static FlagEvaluationDetails<Value> error(String key, ErrorCode code) {
        return FlagEvaluationDetails.<Value>builder()
                .flagKey(key)
                .value(NONE)
                .reason("ERROR")
                .errorCode(code)
                .build();
    }
}
