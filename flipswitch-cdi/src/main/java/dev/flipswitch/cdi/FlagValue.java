package dev.flipswitch.cdi;

import dev.openfeature.sdk.FlagEvaluationDetails;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * A flag, live: each call evaluates it in the caller's evaluation context. Injected at {@link Flag}. Thread-safe. It can be
 * serialised with the bean that holds it, and finds the container again when it is read.
 *
 * @param <T> the value's type
 */
public interface FlagValue<T> extends Supplier<T> {
    /**
     * The flag's value now.
     *
     * @return the value, or the default
     */
    @Override
    T get();

    /**
     * The flag's value now and how it came about.
     *
     * @return value, variant, reason, and what failed if something did
     */
    FlagEvaluationDetails<T> details();

    /**
     * The flag's key.
     *
     * @return the key
     */
    String key();

    /**
     * Notifies somebody of the flag's new value, after each change of the flag. The value is evaluated in the
     * application's own context, on a thread that the listener may block. What the listener throws is logged.
     *
     * <p>If the registration is not closed before, it ends with the bean that this was injected into. Where a
     * {@code Provider} or {@code Instance} gave this, it ends with the application. It is not kept where that bean is
     * passivated.
     *
     * @param listener notified of each new value from now on
     * @return ends the notifications
     */
    Registration onChange(Consumer<? super T> listener);

    /** A listener that is notified of changes until this is closed. Thread-safe. */
    @FunctionalInterface
    interface Registration extends AutoCloseable {
        /** Ends it; may be called more than once. */
        @Override
        void close();
    }
}
