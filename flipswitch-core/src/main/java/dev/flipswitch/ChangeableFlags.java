package dev.flipswitch;

import dev.flipswitch.offline.OfflineFlags;
import dev.flipswitch.offline.OfflineFlagsReader;
import java.util.Map;

/**
 * Flags in memory, in place of a server, that can be changed while providers use them: a test's, for instance. A change is
 * visible to evaluations when the call that makes it returns; listeners are notified of it as of a server's. Thread-safe.
 *
 * @see FlipswitchProvider#offline(ChangeableFlags)
 */
public final class ChangeableFlags {
    private final OfflineFlags flags;

    /**
     * Flags to begin with.
     *
     * @param flags each flag's key and its value, as for {@link FlipswitchProvider#offline(Map)}
     * @throws IllegalArgumentException if a value is of a type that no flag can have
     */
    public ChangeableFlags(Map<String, ?> flags) {
        this.flags = OfflineFlags.of(flags);
    }

    /**
     * Sets a flag; the same value again changes nothing.
     *
     * @param key the flag's key
     * @param value its value, as for {@link FlipswitchProvider#offline(Map)}
     * @throws IllegalArgumentException if the value is of a type that no flag can have
     */
    public void set(String key, Object value) {
        flags.set(key, OfflineFlags.toValue(key, value));
    }

    /**
     * Sets a flag as a system property would, {@code flipswitch.flags.KEY}; the same value again changes nothing.
     *
     * @param key the flag's key
     * @param text its value: {@code true}, a number, a JSON object or list; anything else is a string
     */
    public void setText(String key, String text) {
        flags.set(key, OfflineFlagsReader.toValue(key, text));
    }

    /**
     * Removes a flag: evaluations have the code's default.
     *
     * @param key the flag's key
     */
    public void remove(String key) {
        flags.set(key, null);
    }

    OfflineFlags flags() {
        return flags;
    }
}
