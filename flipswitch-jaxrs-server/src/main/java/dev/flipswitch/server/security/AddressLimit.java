package dev.flipswitch.server.security;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * How often something may happen from one address: a number of times at once, then once a second. Of IPv6 a whole network
 * of 64 bits counts as one address, since one machine has that many. When there are too many addresses, those that need not
 * wait are forgotten, and the rest share one count. Thread-safe.
 */
final class AddressLimit {

    static final int AT_ONCE = 30;
    static final int MOST_ADDRESSES = 10_000;

    private static final long INTERVAL = Duration.ofSeconds(1).toNanos();
    private static final String OTHERS = "others";
    private static final int NETWORK_GROUPS = 4;

    private final LongSupplier nanoTime;

    /** When all that an address did so far would have been allowed if it had been spread evenly. */
    private final Map<String, Long> due = new ConcurrentHashMap<>();

    AddressLimit(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** Counts one; says after how many seconds the next will be allowed, 0 if this one is. */
    long secondsToWait(String address) {
        long now = nanoTime.getAsLong();
        long next = due.merge(key(network(address), now), now + INTERVAL, (seen, unused) -> {
            long start = seen - now > 0 ? seen : now;
            return Math.min(start + INTERVAL, now + (AT_ONCE + 1) * INTERVAL); // who goes on does not wait for longer
        });
        long excess = next - now - AT_ONCE * INTERVAL;
        return excess <= 0 ? 0 : (excess + INTERVAL - 1) / INTERVAL;
    }

    int size() {
        return due.size();
    }

    private String key(String network, long now) {
        if (due.containsKey(network) || due.size() < MOST_ADDRESSES) {
            return network;
        }
        due.values().removeIf(next -> next - now <= 0);
        return due.size() < MOST_ADDRESSES ? network : OTHERS;
    }

    private static String network(String address) {
        int end = -1;
        for (int group = 0; group < NETWORK_GROUPS && address.indexOf(':') >= 0; group++) {
            end = address.indexOf(':', end + 1);
            if (end < 0) {
                return address;
            }
        }
        return end < 0 ? address : address.substring(0, end);
    }
}
