package dev.flipswitch.cdi;

import static java.util.stream.Collectors.toMap;

import dev.flipswitch.FlipswitchOptions;
import dev.flipswitch.settings.Setting;
import dev.flipswitch.settings.SettingTexts;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the environment says, divided among the domains: {@code flipswitch.domains.billing.api-key} is the domain
 * {@code billing}'s {@code flipswitch.api-key}. Immutable.
 */
final class Settings {
    private static final String PREFIX = "flipswitch.";
    private static final String VARIABLE_PREFIX = "FLIPSWITCH_";

    /** A setting's name in a text. */
    private static final Pattern NAME = Pattern.compile("flipswitch(\\.[A-Za-z0-9_-]+)+|FLIPSWITCH_[A-Za-z0-9_]+");

    /** What one environment of flags has and another must not inherit. */
    private static final List<Setting<?>> OWN = List.of(
            Setting.API_KEY,
            Setting.HEADERS,
            Setting.DOMAIN,
            Setting.CACHE_FILE,
            Setting.FLAGS,
            Setting.OFFLINE_FILE,
            Setting.OPTIONAL);

    private final SettingTexts texts;

    Settings(Map<String, String> properties, Map<String, String> environment) {
        texts = new SettingTexts(properties, environment);
    }

    /** As they are now. */
    static Settings read() {
        FlipswitchOptions options = FlipswitchOptions.fromEnvironment();
        return new Settings(options.properties(), options.environment());
    }

    /**
     * Whether an application may start without an API key: with the defaults in its code.
     *
     * @throws IllegalArgumentException if the setting is neither true nor false
     */
    boolean isOptional() {
        return Setting.OPTIONAL.in(texts).map(Setting.Given::value).orElse(false);
    }

    /** The application's own. */
    FlipswitchOptions main() {
        return new FlipswitchOptions(
                without(texts.properties(), name -> name.startsWith(Setting.DOMAINS_PREFIX)),
                without(texts.environment(), name -> name.startsWith(Setting.variable(Setting.DOMAINS_PREFIX))));
    }

    private static Map<String, String> without(Map<String, String> all, Predicate<String> dropped) {
        Map<String, String> kept = new TreeMap<>(all);
        kept.keySet().removeIf(dropped);
        return kept;
    }

    /** The domains that have settings of their own, by property or, where the name is known, by variable. */
    Set<String> domains(Set<String> known) {
        Set<String> domains = new TreeSet<>();
        texts.properties().keySet().stream()
                .filter(name -> name.startsWith(Setting.DOMAINS_PREFIX))
                .map(name -> name.substring(Setting.DOMAINS_PREFIX.length()))
                .filter(name -> name.indexOf('.') > 0)
                .forEach(name -> domains.add(name.substring(0, name.indexOf('.'))));
        known.stream()
                .filter(domain -> texts.environment().keySet().stream()
                        .anyMatch(name -> name.startsWith(Setting.variable(properties(domain)))))
                .forEach(domains::add);
        return domains;
    }

    /** A domain's: its own, over the application's but for those that say which flags these are. */
    FlipswitchOptions of(String domain) {
        FlipswitchOptions main = main();
        Map<String, String> variables =
                renamed(texts.environment(), Setting.variable(properties(domain)), VARIABLE_PREFIX);
        Map<String, String> merged =
                without(main.properties(), name -> isOwn(name) || variables.containsKey(Setting.variable(name)));
        merged.putAll(renamed(texts.properties(), properties(domain), PREFIX));
        merged.put(Setting.DOMAIN.property(), domain);
        Map<String, String> environment = without(main.environment(), Settings::isOwn);
        environment.putAll(variables);
        return new FlipswitchOptions(merged, environment);
    }

    private static Map<String, String> renamed(Map<String, String> all, String prefix, String instead) {
        return all.entrySet().stream()
                .filter(entry ->
                        entry.getKey().startsWith(prefix) && !entry.getValue().isBlank())
                .collect(toMap(entry -> instead + entry.getKey().substring(prefix.length()), Map.Entry::getValue));
    }

    /** What is said of a domain's options, with the names that its own settings have here. */
    String named(String domain, String problems) {
        return NAME.matcher(problems).replaceAll(match -> {
            String name = match.group();
            return Matcher.quoteReplacement(
                    isOwn(name) ? own(domain, name) : given(domain, name).orElse(name));
        });
    }

    /** What one of a domain's options is called here; empty if it is the application's. */
    Optional<String> given(String domain, String name) {
        String own = own(domain, name);
        return Optional.of(own)
                .filter(each -> !texts.properties().getOrDefault(each, "").isBlank()
                        || !texts.environment().getOrDefault(each, "").isBlank());
    }

    private static String own(String domain, String name) {
        String prefix = properties(domain);
        return (name.startsWith(VARIABLE_PREFIX) ? Setting.variable(prefix) : prefix) + name.substring(PREFIX.length());
    }

    private static boolean isOwn(String name) {
        return Setting.isFlag(name) || OWN.stream().anyMatch(setting -> setting.isNamed(name));
    }

    /** How a domain's properties begin. */
    private static String properties(String domain) {
        return Setting.DOMAINS_PREFIX + domain + ".";
    }
}
