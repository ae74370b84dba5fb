package dev.flipswitch.server.config;

import dev.flipswitch.server.messages.Messages;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** The names of all settings, and the misspelt ones among those that are set. Stateless. */
final class SettingNames {

    /** Without the prefix; there is an API key for each environment, too. */
    static final List<String> ALL = List.of(
            "admin-token",
            "audit-retention-days",
            "config-file",
            "context-path",
            "cors-origins",
            "data",
            "data-source",
            "database-connections",
            "database-password",
            "database-url",
            "database-user",
            "event-retention-hours",
            "heartbeat-millis",
            "host",
            "max-connections",
            "max-connections-per-address",
            "max-connections-per-key",
            "metrics-token",
            "nodes",
            "port",
            "rate-limit",
            "slow-client-millis",
            "stop-timeout-millis",
            "write-timeout-millis");

    private SettingNames() {}

    /** Says of each name that there is no such setting, and which one it is like. */
    static List<String> misspelt(List<String> names, Collection<String> environments) {
        List<String> known = Stream.concat(ALL.stream(), environments.stream().map(key -> "api-key." + key))
                .map(Settings::property)
                .toList();
        List<String> variables = known.stream().map(Settings::variable).toList();
        return names.stream()
                .filter(name -> !known.contains(name) && !variables.contains(name))
                .map(name -> Messages.unknownSetting(
                        name, nearest(name, name.startsWith(Settings.VARIABLE_PREFIX) ? variables : known)))
                .toList();
    }

    private static String nearest(String name, List<String> known) {
        return known.stream()
                .min(Comparator.comparingInt(
                        candidate -> distance(name.toLowerCase(Locale.ROOT), candidate.toLowerCase(Locale.ROOT))))
                .orElseThrow();
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
