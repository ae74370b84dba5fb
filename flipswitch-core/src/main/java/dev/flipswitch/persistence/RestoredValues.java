package dev.flipswitch.persistence;

import dev.flipswitch.persistence.CacheSnapshot.FlagInContext;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Values of an earlier run, each until the server has said what it is now. Thread-safe. */
public final class RestoredValues<V> {
    private final Map<FlagInContext, V> values = new LinkedHashMap<>(); // guarded by itself

    public void add(Map<FlagInContext, V> more) {
        synchronized (values) {
            values.putAll(more);
        }
    }

    /** The value, or null if there is none. */
    @Nullable
    public V find(String flag, String contextJson) {
        if (isEmpty()) {
            return null; // no fingerprint is taken for nothing
        }
        FlagInContext key = FlagInContext.of(flag, contextJson);
        synchronized (values) {
            return values.get(key);
        }
    }

    /** The server has answered. */
    public void drop(String flag, String contextJson) {
        if (!isEmpty()) {
            FlagInContext key = FlagInContext.of(flag, contextJson);
            synchronized (values) {
                values.remove(key);
            }
        }
    }

    public Map<FlagInContext, V> left() {
        synchronized (values) {
            return new LinkedHashMap<>(values);
        }
    }

    private boolean isEmpty() {
        synchronized (values) {
            return values.isEmpty();
        }
    }
}
