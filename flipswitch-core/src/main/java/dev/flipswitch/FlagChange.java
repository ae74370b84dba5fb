package dev.flipswitch;

import dev.openfeature.sdk.Value;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A flag has changed: its definition's version (the metadata {@code version} of what the server answers) or, where the
 * server gives none, its value. Values are those in the application's own context, the one given to OpenFeature's API and
 * by an {@link EvaluationContextSupplier}; they are equal where only other users' values changed. Immutable.
 *
 * @param key the flag's key
 * @param oldValue the value that was known before; empty if the flag was unknown, or the code's default held
 * @param newValue the value now; empty if the flag is gone, fails, or is left to the code's default
 * @param variant the new value's variant, if the server names it
 * @param reason the new value's reason in the server's words, if it gives one
 * @param cause how the client came to know
 * @param serverTime when the server made the change, by its clock; empty unless an event said so
 * @param clientTime when the client heard of it, by this machine's clock
 */
public record FlagChange(
        String key,
        Optional<Value> oldValue,
        Optional<Value> newValue,
        Optional<String> variant,
        Optional<String> reason,
        Cause cause,
        Optional<Instant> serverTime,
        Instant clientTime) {

    /** How the client came to know of a change. */
    public enum Cause {
        /** The server announced it at once. */
        EVENT,
        /** It was found when the server could be heard again. */
        RECONNECT,
        /** It was found when the server was polled. */
        POLL,
        /** It was found when the server could be heard again after it had announced another API key. */
        ROTATION
    }

    /** Checks its arguments for null. */
    public FlagChange {
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(oldValue, "oldValue");
        Objects.requireNonNull(newValue, "newValue");
        Objects.requireNonNull(variant, "variant");
        Objects.requireNonNull(reason, "reason");
        Objects.requireNonNull(cause, "cause");
        Objects.requireNonNull(serverTime, "serverTime");
        Objects.requireNonNull(clientTime, "clientTime");
    }

    /**
     * A change of which nothing is known but the flag, for providers that say no more.
     *
     * @param key the flag's key
     * @return a change without values, now, with the cause {@link Cause#EVENT}
     */
    public static FlagChange of(String key) {
        return new FlagChange(
                key,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Cause.EVENT,
                Optional.empty(),
                Instant.now());
    }

    /**
     * The value before, in a type.
     *
     * @param type {@code Boolean}, {@code String}, {@code Integer}, {@code Long}, {@code Double}, or OpenFeature's {@code
     *     Structure} or {@code Value}
     * @param <T> the type
     * @return the value; empty if there was none, or of another type
     * @throws IllegalArgumentException if no flag can have that type
     */
    public <T> Optional<T> oldValue(Class<T> type) {
        return as(type, oldValue);
    }

    /**
     * The value now, in a type.
     *
     * @param type as for {@link #oldValue(Class)}
     * @param <T> the type
     * @return the value; empty if there is none, or of another type
     * @throws IllegalArgumentException if no flag can have that type
     */
    public <T> Optional<T> newValue(Class<T> type) {
        return as(type, newValue);
    }

    private static <T> Optional<T> as(Class<T> type, Optional<Value> value) {
        ValueReader<T> flagType = ValueReader.of(type);
        return value.map(flagType.reader());
    }

    /**
     * Whether the value in the application's own context is another one.
     *
     * @return false where only other users' values changed, or nothing is known of the values
     */
    public boolean isValueChanged() {
        return !oldValue.equals(newValue);
    }

    /** This change and a later one of the same flag in one. */
    FlagChange and(FlagChange later) {
        return new FlagChange(
                key,
                oldValue,
                later.newValue,
                later.variant,
                later.reason,
                later.cause,
                later.serverTime,
                later.clientTime);
    }

    @Override
    public boolean equals(@Nullable Object other) { // by hand, as in dev.flipswitch.cache.Entry.Key
        return other instanceof FlagChange change
                && key.equals(change.key)
                && oldValue.equals(change.oldValue)
                && newValue.equals(change.newValue)
                && variant.equals(change.variant)
                && reason.equals(change.reason)
                && cause == change.cause
                && serverTime.equals(change.serverTime)
                && clientTime.equals(change.clientTime);
    }
}
