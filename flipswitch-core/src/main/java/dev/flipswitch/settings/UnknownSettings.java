package dev.flipswitch.settings;

import dev.flipswitch.messages.Messages;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Finds misspelt settings. Stateless. */
public final class UnknownSettings {
    private static final System.Logger LOG = System.getLogger(UnknownSettings.class.getName());

    private static final String DOMAIN_VARIABLES = Setting.variable(Setting.DOMAINS_PREFIX);
    private static final int PREFIX_LENGTH = "flipswitch.".length();
    private static final Pattern DOMAINS_FLAG = Pattern.compile("flipswitch\\.domains\\.[^.]+\\.flags\\..+");

    /** Names that are the flag server's, the servlet module's or OFREP's. */
    private static final Pattern OTHERS =
            Pattern.compile("flipswitch\\.(server|servlet)\\..*|FLIPSWITCH_(SERVER|SERVLET)_.*|OFREP_.*");

    private UnknownSettings() {}

    /** A name that somebody set, and what there is of its kind: properties, or variables. */
    private record Name(String text, List<String> settings) {

        boolean isUnknown() {
            return !nearest().equals(text) && !DOMAINS_FLAG.matcher(text).matches();
        }

        /** The setting that it most resembles; of a domain's, as {@code flipswitch.domains.billing.api-kay}, that domain's. */
        String nearest() {
            List<String> prefixes = domains(text);
            return Spelling.nearest(
                    text,
                    settings.stream()
                            .filter(setting -> prefixes.isEmpty() || !Setting.OPTIONAL.isNamed(setting)) // no domain's
                            .flatMap(setting -> prefixes.isEmpty()
                                    ? Stream.of(setting)
                                    : prefixes.stream().map(prefix -> prefix + setting.substring(PREFIX_LENGTH))));
        }
    }

    /** Warns about each unknown setting, by the name that it was given. */
    public static void warn(SettingTexts texts, Function<String, Optional<String>> names) {
        ours(texts)
                .flatMap(name -> names.apply(name.text()).map(given -> new Name(given, name.settings())).stream())
                .filter(Name::isUnknown)
                .forEach(name -> LOG.log(Level.WARNING, Messages.unknownSetting(name.text(), name.nearest())));
    }

    /** The unknown names that are nearest to a setting's. */
    public static List<String> meaning(Setting<?> setting, SettingTexts texts) {
        return ours(texts)
                .filter(name -> name.isUnknown() && setting.isNamed(name.nearest()))
                .map(Name::text)
                .sorted()
                .toList();
    }

    /** Finds names that begin as a module's properties, or their variables, and are none of its settings'. */
    static void find(String prefix, List<Setting<?>> settings, SettingTexts texts, BiConsumer<String, String> warning) {
        names(texts, settings)
                .filter(name -> name.text().startsWith(prefix) || name.text().startsWith(Setting.variable(prefix)))
                .filter(Name::isUnknown)
                .forEach(name -> warning.accept(name.text(), name.nearest()));
    }

    private static Stream<Name> ours(SettingTexts texts) {
        return names(texts, Setting.ALL)
                .filter(name -> !Setting.isFlag(name.text())
                        && !OTHERS.matcher(name.text()).matches());
    }

    private static Stream<Name> names(SettingTexts texts, List<Setting<?>> settings) {
        List<String> properties = settings.stream().map(Setting::property).toList();
        List<String> variables = settings.stream().map(Setting::variable).toList();
        return Stream.concat(
                Stream.of(texts.properties(), texts.parameters())
                        .flatMap(source -> source.keySet().stream())
                        .distinct()
                        .map(name -> new Name(name, properties)),
                texts.environment().keySet().stream().map(name -> new Name(name, variables)));
    }

    /** What the name of a domain's setting may begin with: in a variable the domain may end at each underscore. */
    private static List<String> domains(String name) {
        if (name.startsWith(Setting.DOMAINS_PREFIX)) {
            int begin = Setting.DOMAINS_PREFIX.length();
            int end = name.indexOf('.', begin);
            return end > begin ? List.of(name.substring(0, end + 1)) : List.of();
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
