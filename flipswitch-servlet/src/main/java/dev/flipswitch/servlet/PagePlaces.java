package dev.flipswitch.servlet;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** How many pages may follow their flags at once, in all and from one address. Thread-safe. */
final class PagePlaces {
    private final int most;
    private final int mostPerAddress;
    private final AtomicInteger taken = new AtomicInteger();
    private final Map<String, Integer> takenByAddress = new ConcurrentHashMap<>();

    PagePlaces(int most, int mostPerAddress) {
        this.most = most;
        this.mostPerAddress = mostPerAddress;
    }

    /** Why a place was not given. */
    enum Refusal {
        NONE,
        ALL_TAKEN,
        ALL_OF_ADDRESS_TAKEN
    }

    /** Takes a place; unless it is refused, it must be given back once. */
    Refusal take(String address) {
        if (taken.incrementAndGet() > most) {
            taken.decrementAndGet();
            return Refusal.ALL_TAKEN;
        }
        if (takenByAddress.merge(address, 1, Integer::sum) > mostPerAddress) {
            giveBack(address);
            return Refusal.ALL_OF_ADDRESS_TAKEN;
        }
        return Refusal.NONE;
    }

    void giveBack(String address) {
        taken.decrementAndGet();
        takenByAddress.computeIfPresent(address, (key, count) -> count == 1 ? null : count - 1);
    }

    int most() {
        return most;
    }

    int mostPerAddress() {
        return mostPerAddress;
    }
}
