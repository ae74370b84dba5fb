package dev.flipswitch.servlet;

import dev.flipswitch.servlet.messages.Messages;
import dev.openfeature.sdk.FlagEvaluationDetails;
import dev.openfeature.sdk.Value;
import jakarta.servlet.ServletRequest;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The flags of one request, for its user. Each flag is evaluated when it is first read. Its first answer holds for the
 * whole request, in forwards, includes, error pages and asynchronous continuations, whatever is toggled meanwhile.
 *
 * <p>As a map it gives a flag's value by its key, for expressions such as {@code ${flags['dark-mode']}}. The value is a
 * {@code Boolean}, {@code String}, number, {@code Map} or {@code List}, or null if the flag cannot be evaluated. The
 * log names a flag that does not exist once, and also one that a getter finds to be of another type. The map lists the
 * flags that have been read so far, and cannot be changed. Thread-safe.
 */
public interface RequestFlags extends Map<String, @Nullable Object> {
    /** The request attribute that holds them. */
    String ATTRIBUTE = "flags";

    /**
     * Finds a request's flags.
     *
     * @param request a request that has passed the {@link FlipswitchFilter}
     * @return its flags
     * @throws IllegalStateException if it has not passed the filter
     */
    static RequestFlags of(ServletRequest request) {
        if (request.getAttribute(ATTRIBUTE) instanceof RequestFlags flags) {
            return flags;
        }
        throw new IllegalStateException(Messages.noFlags(FlipswitchFilter.class.getName(), ATTRIBUTE));
    }

    /**
     * A boolean flag.
     *
     * @param key the flag's key
     * @param defaultValue the value if the flag is no boolean or cannot be evaluated
     * @return the flag's value for this request
     */
    boolean getBoolean(String key, boolean defaultValue);

    /**
     * A string flag.
     *
     * @param key the flag's key
     * @param defaultValue the value if the flag is no string or cannot be evaluated
     * @return the flag's value for this request
     */
    String getString(String key, String defaultValue);

    /**
     * A number flag, as an integer of 32 bits.
     *
     * @param key the flag's key
     * @param defaultValue the value if the flag is no whole number of 32 bits or cannot be evaluated
     * @return the flag's value for this request
     */
    int getInteger(String key, int defaultValue);

    /**
     * A number flag, as an integer of 64 bits.
     *
     * @param key the flag's key
     * @param defaultValue the value if the flag is no whole number of 64 bits or cannot be evaluated
     * @return the flag's value for this request
     */
    long getLong(String key, long defaultValue);

    /**
     * A number flag, as a floating-point number.
     *
     * @param key the flag's key
     * @param defaultValue the value if the flag is no number or cannot be evaluated
     * @return the flag's value for this request
     */
    double getDouble(String key, double defaultValue);

    /**
     * A flag of any type, with what OpenFeature says of its evaluation.
     *
     * @param key the flag's key
     * @return a copy of the flag's first answer in this request; its value is null where it has an error code
     */
    FlagEvaluationDetails<Value> getDetails(String key);

    /**
     * The values of flags as a JSON object, which can stand in a {@code <script>} element as well: it holds none of the
     * characters {@code <}, {@code >} and {@code &}.
     *
     * @param keys the flags, in this order; without any, those that have been read so far
     * @return the object; a flag that cannot be evaluated is left out
     */
    String toJson(String... keys);

    /**
     * Lets a task of another thread see this request's context, as this request's own threads do: {@code @Flag} and
     * OpenFeature's clients then evaluate for this request's user.
     *
     * @param task what is to run, before this request ends
     * @return the same, to be given to an executor or to {@code AsyncContext.start}; it leaves nothing on the thread
     */
    Runnable inContext(Runnable task);
}
