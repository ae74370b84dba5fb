package dev.flipswitch.cdi;

import dev.flipswitch.cdi.messages.Messages;
import dev.openfeature.sdk.Client;
import dev.openfeature.sdk.ErrorCode;
import dev.openfeature.sdk.FlagEvaluationDetails;
import dev.openfeature.sdk.Reason;
import dev.openfeature.sdk.Value;
import java.lang.ref.WeakReference;
import java.util.Map;
import java.util.Optional;
import java.util.WeakHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A flag as an application asks for it: key, domain, type and default. Thread-safe.
 *
 * @param <T> the value's type
 */
final class FlagSpec<T> {
    /** How a client is asked. */
    @FunctionalInterface
    private interface TypedEvaluation<T> {
        FlagEvaluationDetails<T> ask(Client client, String key, T defaultValue);
    }

    private final FlagId id;
    private final @Nullable T defaultValue;
    private final TypedEvaluation<T> evaluation;
    private final Consumer<FlagEvaluationDetails<?>> observer;
    private final Map<Object, WeakReference<Object>> given = new WeakHashMap<>();

    @SuppressWarnings("unchecked") // the type is known to whom asks
    private FlagSpec(FlagId id, Consumer<FlagEvaluationDetails<?>> observer) {
        this.id = id;
        this.observer = observer;
        this.defaultValue = (T) DefaultValueParser.read(id.defaultText(), id.type());
        this.evaluation = (TypedEvaluation<T>) evaluationOf(id.type());
    }

    /**
     * Reads the default.
     *
     * @throws IllegalArgumentException if it does not convert
     */
    static <T> FlagSpec<T> of(FlagId id) {
        return of(id, details -> {});
    }

    /**
     * Reads the default, and has somebody notified of each evaluation.
     *
     * @throws IllegalArgumentException if it does not convert
     */
    static <T> FlagSpec<T> of(FlagId id, Consumer<FlagEvaluationDetails<?>> observer) {
        return new FlagSpec<>(id, observer);
    }

    FlagId id() {
        return id;
    }

    /** Whether there is a value in any case. */
    boolean hasDefault() {
        return defaultValue != null;
    }

    @SuppressWarnings("NullAway") // a flag without a default is only asked for where it may have no value
    FlagEvaluationDetails<T> evaluate(Client client) {
        FlagEvaluationDetails<T> details = evaluation.ask(client, id.key(), defaultValue);
        observer.accept(details);
        return details;
    }

    /** The value; nothing if the server has no such flag, or it cannot be known and the application gave no default. */
    Optional<T> find(Client client) {
        FlagEvaluationDetails<T> details = evaluate(client);
        boolean absent = details.getErrorCode() == ErrorCode.FLAG_NOT_FOUND
                || (details.getErrorCode() != null && id.defaultText().isEmpty());
        return absent ? Optional.empty() : Optional.ofNullable(details.getValue());
    }

    /**
     * Gives the same object for equal ones. OpenWebBeans keeps each object that a {@code Provider} gave as long as the
     * {@code Provider}. So there are as many as the flag has values, not as many as there are calls.
     */
    Object same(Object value) {
        synchronized (given) {
            WeakReference<Object> reference = given.get(value);
            Object known = reference == null ? null : reference.get();
            if (known != null) {
                return known;
            }
            given.put(value, new WeakReference<>(value));
            return value;
        }
    }

    private static TypedEvaluation<?> evaluationOf(ValueType type) {
        Class<?> element = type.lists() > 0 ? Value.class : type.element();
        if (element == Boolean.class) {
            return (TypedEvaluation<Boolean>) Client::getBooleanDetails;
        } else if (element == Integer.class) {
            return (TypedEvaluation<Integer>) Client::getIntegerDetails;
        } else if (element == Long.class) {
            return (TypedEvaluation<Long>) Client::getLongDetails;
        } else if (element == Double.class) {
            return (TypedEvaluation<Double>) Client::getDoubleDetails;
        } else if (element == String.class) {
            return (TypedEvaluation<String>) Client::getStringDetails;
        }
        return (TypedEvaluation<Object>)
                (client, key, defaultValue) -> converted(client.getObjectDetails(key, new Value()), type, defaultValue);
    }

    private static FlagEvaluationDetails<Object> converted(
            FlagEvaluationDetails<Value> details, ValueType type, Object defaultValue) {
        var result = FlagEvaluationDetails.builder()
                .flagKey(details.getFlagKey())
                .variant(details.getVariant())
                .reason(details.getReason())
                .errorCode(details.getErrorCode())
                .errorMessage(details.getErrorMessage())
                .flagMetadata(details.getFlagMetadata())
                .value(defaultValue);
        if (details.getErrorCode() != null) {
            return result.build();
        }
        try {
            return result.value(Conversion.convert(details.getValue(), type)).build();
        } catch (IllegalArgumentException e) {
            return result.variant(null)
                    .reason(Reason.ERROR.name())
                    .errorCode(ErrorCode.TYPE_MISMATCH)
                    .errorMessage(Messages.valueDoesNotFit(
                            details.getFlagKey(), type.toString(), String.valueOf(e.getMessage())))
                    .build();
        }
    }
}
