package dev.flipswitch.it.war;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What was read while the application started. */
public final class Early {
    private static final Map<String, String> READ = new ConcurrentHashMap<>();

    private Early() {}

    static void read(String place, String value) {
        READ.put(place, value);
    }

    static String by(String place) {
        return READ.getOrDefault(place, "nothing");
    }
}
