package dev.flipswitch.settings;

import dev.flipswitch.messages.Messages;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Finds misspelt settings. Stateless. */
public final class UnknownSettings {
    private static final System.Logger LOG = System.getLogger(UnknownSettings.class.getName());

    private static final String DOMAINS = "flipswitch.domains.";
    private static final String DOMAIN_VARIABLES = "FLIPSWITCH_DOMAINS_";
    private static final int PREFIX_LENGTH = "flipswitch.".length();
    private static final Pattern DOMAINS_FLAG = Pattern.compile("flipswitch\\.domains\\.[^.]+\\.flags\\..+");

    private UnknownSettings() {}

    /** Warns of each setting of a name that nothing here has. The flag server's and the servlet module's own are none of them. */
    public static void warn(SettingTexts texts, Function<String, Optional<String>> names) {
        List<String> properties = Setting.ALL.stream().map(Setting::property).toList();
        texts.properties().keySet().stream()
                .filter(name -> !name.startsWith("flipswitch.server.")
                        && !name.startsWith("flipswitch.servlet.")
                        && !Setting.isFlag(name))
                .filter(name -> !properties.contains(name))
                .flatMap(name -> names.apply(name).stream())
                .forEach(name -> check(name, properties));
        List<String> variables = Setting.ALL.stream().map(Setting::variable).toList();
        texts.environment().keySet().stream()
                .filter(name -> name.startsWith("FLIPSWITCH_")
                        && !name.startsWith("FLIPSWITCH_SERVER_")
                        && !name.startsWith("FLIPSWITCH_SERVLET_"))
                .filter(name -> !variables.contains(name))
                .flatMap(name -> names.apply(name).stream())
                .forEach(name -> check(name, variables));
    }

    /** The names of nothing that are nearest to a setting's. */
    public static List<String> meaning(Setting<?> setting, SettingTexts texts) {
        List<String> properties = Setting.ALL.stream().map(Setting::property).toList();
        List<String> variables = Setting.ALL.stream().map(Setting::variable).toList();
        return Stream.concat(
                        unknown(texts.properties().keySet(), properties)
                                .filter(name -> nearest(name, properties).equals(setting.property())),
                        unknown(texts.environment().keySet(), variables)
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
        String nearest = nearest(name, known);
        if (!nearest.equals(name) && !isDomainsFlag(name)) {
            LOG.log(Level.WARNING, Messages.unknownSetting(name, nearest));
        }
    }

    private static boolean isDomainsFlag(String name) {
        return DOMAINS_FLAG.matcher(name).matches();
    }

    /** The name that one most resembles; of a domain's, as {@code flipswitch.domains.billing.api-kay}, that domain's. */
    private static String nearest(String name, List<String> known) {
        List<String> prefixes = domains(name);
        return Spelling.nearest(
                name,
                known.stream()
                        .flatMap(setting -> prefixes.isEmpty()
                                ? Stream.of(setting)
                                : prefixes.stream().map(prefix -> prefix + setting.substring(PREFIX_LENGTH))));
    }

    /** What the name of a domain's setting may begin with: in a variable the domain may end at each underscore. */
    private static List<String> domains(String name) {
        if (name.startsWith(DOMAINS)) {
            int end = name.indexOf('.', DOMAINS.length());
            return end > DOMAINS.length() ? List.of(name.substring(0, end + 1)) : List.of();
        }
        if (!name.startsWith(DOMAIN_VARIABLES)) {
            return List.of();
        }
        return IntStream.range(DOMAIN_VARIABLES.length() + 1, name.length())
                .filter(end -> name.charAt(end) == '_')
                .mapToObj(end -> name.substring(0, end + 1))
                .toList();
    }
}
