package dev.flipswitch.cdi;

import dev.flipswitch.FlipswitchOptions;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What the environment says, divided among the domains: {@code flipswitch.domains.billing.api-key} is the domain
 * {@code billing}'s {@code flipswitch.api-key}. Immutable.
 */
final class Settings {
    static final String PREFIX = "flipswitch.";
    private static final String DOMAINS = "flipswitch.domains.";
    private static final String DOMAIN_VARIABLES = "FLIPSWITCH_DOMAINS_";

    /** A setting's name in a text. */
    private static final Pattern NAME = Pattern.compile("flipswitch(\\.[A-Za-z0-9_-]+)+|FLIPSWITCH_[A-Za-z0-9_]+");

    /** Whether an application may start without an API key. */
    private static final String OPTIONAL = "flipswitch.optional";

    private static final String OPTIONAL_VARIABLE = "FLIPSWITCH_OPTIONAL";

    /** What one environment of flags has and another must not inherit. */
    private static final Set<String> OWN =
            Set.of("api-key", "headers", "domain", "cache-file", "flags", "offline.file");

    private final Map<String, String> properties;
    private final Map<String, String> environment;

    Settings(Map<String, String> properties, Map<String, String> environment) {
        this.properties = properties;
        this.environment = environment;
    }

    /** As they are now. */
    static Settings read() {
        FlipswitchOptions options = FlipswitchOptions.fromEnvironment();
        return new Settings(options.properties(), options.environment());
    }

    /** Whether an application may start without an API key: with the defaults in its code. */
    boolean isOptional() {
        String text = properties.getOrDefault(OPTIONAL, environment.getOrDefault(OPTIONAL_VARIABLE, ""));
        return text.equalsIgnoreCase("true");
    }

    /** The application's own. */
    FlipswitchOptions main() {
        Map<String, String> own = new HashMap<>(properties);
        own.keySet().removeIf(name -> name.equals(OPTIONAL) || name.startsWith(DOMAINS));
        Map<String, String> variables = new HashMap<>(environment);
        variables.keySet().removeIf(name -> name.equals(OPTIONAL_VARIABLE) || name.startsWith(DOMAIN_VARIABLES));
        return new FlipswitchOptions(own, variables);
    }

    /** The domains that have settings of their own, by property or, where the name is known, by variable. */
    Set<String> domains(Set<String> known) {
        Set<String> domains = new TreeSet<>();
        properties.keySet().stream()
                .filter(name -> name.startsWith(DOMAINS))
                .map(name -> name.substring(DOMAINS.length()))
                .filter(name -> name.indexOf('.') > 0)
                .forEach(name -> domains.add(name.substring(0, name.indexOf('.'))));
        known.stream()
                .filter(domain -> environment.keySet().stream().anyMatch(name -> name.startsWith(variables(domain))))
                .forEach(domains::add);
        return domains;
    }

    /** A domain's: its own, over the application's but for those that say which flags these are. */
    FlipswitchOptions of(String domain) {
        FlipswitchOptions main = main();
        Map<String, String> merged = new TreeMap<>(main.properties());
        merged.keySet().removeIf(Settings::isOwn);
        Map<String, String> variables = new TreeMap<>(main.environment());
        variables.keySet().removeIf(name -> isOwn(property(name)));
        take(environment, variables(domain), (name, value) -> {
            variables.put("FLIPSWITCH_" + name, value);
            merged.remove(property("FLIPSWITCH_" + name));
        });
        take(properties, DOMAINS + domain + ".", (name, value) -> merged.put(PREFIX + name, value));
        merged.put(PREFIX + "domain", domain);
        return new FlipswitchOptions(merged, variables);
    }

    /** What is said of a domain's options, with the names that its own settings have here. */
    String named(String domain, String problems) {
        return NAME.matcher(problems).replaceAll(match -> {
            String name = match.group();
            return Matcher.quoteReplacement(
                    isOwn(property(name))
                            ? own(domain, name)
                            : given(domain, name).orElse(name));
        });
    }

    /** What one of a domain's options is called here; empty if it is the application's. */
    Optional<String> given(String domain, String name) {
        String own = own(domain, name);
        return properties.containsKey(own) || environment.containsKey(own) ? Optional.of(own) : Optional.empty();
    }

    private static String own(String domain, String name) {
        return name.startsWith("FLIPSWITCH_")
                ? variables(domain) + name.substring("FLIPSWITCH_".length())
                : DOMAINS + domain + "." + name.substring(PREFIX.length());
    }

    private interface Taker {
        void take(String name, String value);
    }

    private static void take(Map<String, String> from, String prefix, Taker taker) {
        from.forEach((name, value) -> {
            if (name.startsWith(prefix)) {
                taker.take(name.substring(prefix.length()), value);
            }
        });
    }

    private static boolean isOwn(String property) {
        return Stream.concat(OWN.stream(), Stream.of("offline-file"))
                .anyMatch(own -> property.equals(PREFIX + own) || property.startsWith(PREFIX + "flags."));
    }

    private static String property(String variable) {
        return variable.startsWith("FLIPSWITCH_")
                ? PREFIX + variable.substring(11).toLowerCase(Locale.ROOT).replace('_', '-')
                : variable;
    }

    private static String variables(String domain) {
        return DOMAIN_VARIABLES + domain.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_") + "_";
    }
}
