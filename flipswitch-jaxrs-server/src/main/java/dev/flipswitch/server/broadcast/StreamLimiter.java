package dev.flipswitch.server.broadcast;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Counts the streams that are open, and those of each key and address. Thread-safe. */
public final class StreamLimiter {

    private record Key(long environment) {}

    private record Address(String text) {}

    private static final String ALL = "all";

    private final StreamLimits limits;
    private final Map<Object, Integer> taken = new ConcurrentHashMap<>();

    public StreamLimiter(StreamLimits limits) {
        this.limits = limits;
    }

    /** Returns whether there was room. */
    public boolean take(long environment, String address) {
        if (!take(ALL, limits.inAll())) {
            return false;
        }
        if (!take(new Key(environment), limits.perKey())) {
            free(ALL);
            return false;
        }
        if (!take(new Address(address), limits.perAddress())) {
            free(new Key(environment));
            free(ALL);
            return false;
        }
        return true;
    }

    public void free(long environment, String address) {
        free(new Address(address));
        free(new Key(environment));
        free(ALL);
    }

    private boolean take(Object what, int limit) {
        boolean[] full = new boolean[1];
        taken.compute(what, (key, count) -> {
            int before = count == null ? 0 : count;
            full[0] = limit > 0 && before >= limit;
            return full[0] ? count : Integer.valueOf(before + 1);
        });
        return !full[0];
    }

    private void free(Object what) {
        taken.computeIfPresent(what, (key, count) -> count == 1 ? null : count - 1);
    }
}
