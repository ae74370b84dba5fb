package dev.flipswitch.cdi;

import dev.flipswitch.FlagChange;
import dev.openfeature.sdk.Value;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * The CDI event that is fired when a flag has changed, after the change is visible to evaluations. It is fired once for
 * each flag whose definition has another version or, where the server gives none, whose value differs. Events come in
 * the order of the changes, with an active request context. {@link FlagKey} chooses one flag. Values are those in the
 * application's own context. The event is fired for the flags of all {@linkplain Flag#domain() domains} that this
 * module registers a provider for.
 *
 * <pre>{@code
 * void on(@Observes @FlagKey("dark-mode") FlagChanged change) { … change.newValue(Boolean.class) … }
 * }</pre>
 *
 * @param change what changed
 * @param domain the OpenFeature domain that the flag is from; empty for the application's own
 */
public record FlagChanged(FlagChange change, String domain) {

    /**
     * Checks its arguments.
     *
     * @throws NullPointerException if one is null
     */
    public FlagChanged {
        Objects.requireNonNull(change, "change");
        Objects.requireNonNull(domain, "domain");
    }

    /**
     * A change of a flag of the application's own domain.
     *
     * @param change what changed
     * @throws NullPointerException if it is null
     */
    public FlagChanged(FlagChange change) {
        this(change, "");
    }

    /**
     * The flag that changed.
     *
     * @return its key
     */
    public String key() {
        return change.key();
    }

    /**
     * The value before.
     *
     * @return the value; empty if the flag was unknown, or the code's default held
     */
    public Optional<Value> oldValue() {
        return change.oldValue();
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
        return change.oldValue(type);
    }

    /**
     * The value now.
     *
     * @return the value; empty if the flag is gone, or the code's default holds
     */
    public Optional<Value> newValue() {
        return change.newValue();
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
        return change.newValue(type);
    }

    /**
     * Whether the value in the application's own context is another one.
     *
     * @return false where only other users' values changed, or nothing is known of the values
     */
    public boolean isValueChanged() {
        return change.isValueChanged();
    }

    /**
     * The new value's variant.
     *
     * @return its name, if the server gives one
     */
    public Optional<String> variant() {
        return change.variant();
    }

    /**
     * The new value's reason.
     *
     * @return the reason in the server's words, if it gives one
     */
    public Optional<String> reason() {
        return change.reason();
    }

    /**
     * How the client came to know.
     *
     * @return an event, a reconnect, a poll, or the API key's rotation
     */
    public FlagChange.Cause cause() {
        return change.cause();
    }

    /**
     * When the server made the change.
     *
     * @return the time by the server's clock; empty unless an event said so
     */
    public Optional<Instant> serverTime() {
        return change.serverTime();
    }

    /**
     * When this application heard of the change.
     *
     * @return the time by this machine's clock
     */
    public Instant clientTime() {
        return change.clientTime();
    }
}
