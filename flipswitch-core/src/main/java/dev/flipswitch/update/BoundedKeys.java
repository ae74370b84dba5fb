package dev.flipswitch.update;

import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

/**
 * Flags' keys, as many as fit; it forgets the others, so that what it holds may be relied on, not what it lacks. Not
 * thread-safe.
 */
public final class BoundedKeys {
    private static final int MOST = 10_000;

    private final Set<String> keys = new HashSet<>();

    public void addAll(Collection<String> more) {
        for (String key : more) {
            if (keys.size() < MOST && FlagKeySet.isNameable(key)) {
                keys.add(key);
            }
        }
    }

    /** Whether it was there. */
    public boolean remove(String key) {
        return keys.remove(key);
    }

    public void removeAll(Collection<String> others) {
        others.forEach(keys::remove);
    }

    /** Takes what this holds out of a set, and says whether there was any of it. */
    public boolean removeFrom(Set<String> others) {
        return others.removeIf(keys::contains);
    }

    public void clear() {
        keys.clear();
    }
}
