package dev.flipswitch.settings;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Locale;
import java.util.stream.Stream;

/** What a misspelt name was meant to be, for the hints that Flipswitch's modules give. Stateless. */
public final class Spelling {
    private Spelling() {}

    /**
     * The name that one most resembles, whatever the case of its letters.
     *
     * @param name a name
     * @param known what it may have been meant to be; at least one
     * @return one of these
     */
    public static String nearest(String name, Stream<String> known) {
        return known.min(Comparator.comparingInt(candidate -> distance(lower(name), lower(candidate))))
                .orElseThrow();
    }

    private static String lower(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    /** How many characters must be added, removed or replaced to get from one to the other (Levenshtein). */
    private static int distance(String one, String other) {
        int[] row = new int[other.length() + 1];
        Arrays.setAll(row, i -> i);
        for (int i = 1; i <= one.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= other.length(); j++) {
                int replaced = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[other.length()];
    }
}
