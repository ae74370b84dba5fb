package dev.flipswitch;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/** Finds misspelt settings. Stateless. */
final class UnknownSettings {
    private UnknownSettings() {}

    /** Warns of each setting of a name that nothing here has. The flag server's and the servlet module's own are none of them. */
    static void warn(FlipswitchOptions options) {
        List<String> properties = Setting.ALL.stream().map(Setting::property).toList();
        options.properties().keySet().stream()
                .filter(name -> !name.startsWith("flipswitch.server.")
                        && !name.startsWith("flipswitch.servlet.")
                        && !Setting.isFlag(name))
                .forEach(name -> check(name, properties));
        List<String> variables = Setting.ALL.stream().map(Setting::variable).toList();
        options.environment().keySet().stream()
                .filter(name -> name.startsWith("FLIPSWITCH_")
                        && !name.startsWith("FLIPSWITCH_SERVER_")
                        && !name.startsWith("FLIPSWITCH_SERVLET_"))
                .forEach(name -> check(name, variables));
    }

    /** The names of nothing that are nearest to a setting's. */
    static List<String> meaning(Setting<?> setting, FlipswitchOptions options) {
        List<String> properties = Setting.ALL.stream().map(Setting::property).toList();
        List<String> variables = Setting.ALL.stream().map(Setting::variable).toList();
        return Stream.concat(
                        unknown(options.properties().keySet(), properties)
                                .filter(name -> nearest(name, properties).equals(setting.property())),
                        unknown(options.environment().keySet(), variables)
                                .filter(name -> nearest(name, variables).equals(setting.variable())))
                .sorted()
                .toList();
    }

    /** Names that are neither known nor the server's, the servlet module's, OFREP's or a flag's. */
    private static Stream<String> unknown(Set<String> names, List<String> known) {
        return names.stream()
                .filter(name -> !known.contains(name)
                        && !Setting.isFlag(name)
                        && !name.matches("(?i)flipswitch[._](server|servlet)[._].*|OFREP_.*"));
    }

    private static void check(String name, List<String> known) {
        if (!known.contains(name)) {
            Messages.unknownSetting(name, nearest(name, known));
        }
    }

    private static String nearest(String name, List<String> known) {
        return known.stream()
                .min(Comparator.comparingInt(candidate -> distance(lower(name), lower(candidate))))
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
