package dev.flipswitch.servlet;

import dev.flipswitch.FlipswitchOptions;
import dev.flipswitch.servlet.messages.Messages;
import dev.flipswitch.settings.Spelling;
import jakarta.servlet.ServletContext;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What is set for a web application: {@code flipswitch.servlet.NAME} in MicroProfile Config where that is there, else as a
 * system property, else the environment variable {@code FLIPSWITCH_SERVLET_NAME}, else a context parameter of {@code web.xml}
 * named as the property. Immutable.
 *
 * @param enabled whether the filter does anything
 * @param domain the OpenFeature domain of the flags
 * @param resolver made of the class that is named; null if none is
 * @param cookie the name of the visitors' cookie; blank for none
 * @param attributes what of a request is said of the user
 * @param gates the gates
 * @param publicFlags the flags that pages may follow
 * @param maxPages how many pages may follow at once
 * @param maxPagesPerAddress how many of these from one address
 * @param trustedProxies whose word counts for where a request comes from
 * @param cookieSecure whether the visitors' cookie is for TLS only, however a request comes
 */
record Settings(
        boolean enabled,
        String domain,
        @Nullable RequestContextResolver resolver,
        String cookie,
        List<RequestAttribute> attributes,
        List<PathGate> gates,
        List<String> publicFlags,
        int maxPages,
        int maxPagesPerAddress,
        List<Addresses> trustedProxies,
        boolean cookieSecure) {
    private static final System.Logger LOG = System.getLogger(Settings.class.getName());

    private static final String POSITIVE = "a positive whole number";
    private static final String FLAG_KEYS =
            "flag keys with commas between them, without spaces and other characters that no key has";
    private static final String PREFIX = "flipswitch.servlet.";
    private static final List<String> NAMES = List.of(
            "enabled",
            "domain",
            "context-resolver",
            "cookie",
            "cookie-secure",
            "attributes",
            "gates",
            "public-flags",
            "max-pages",
            "max-pages-per-address",
            "trusted-proxies");
    private static final int MOST_PAGES = 10_000;
    private static final int PAGES_PER_MIB = 10; // a page holds 30 KB; so they take a third of the heap at most
    private static final int SHARE_OF_ADDRESS = 10;
    private static final int MIB = 1 << 20;

    /**
     * Reads them, and warns of those that nothing reads.
     *
     * @throws IllegalArgumentException if some can't be used; the message has a line for each
     */
    static Settings of(ServletContext servletContext) {
        Source source = new Source(FlipswitchOptions.fromEnvironment(), servletContext);
        source.warnOfUnknown();
        int maxPages = source.read("max-pages", defaultMaxPages(), POSITIVE, Settings::toPositive);
        Settings settings = new Settings(
                source.read("enabled", "true", "true or false", Settings::toBoolean),
                source.read("domain", applicationDomain(source, servletContext), "some text", text -> text),
                source.readResolver(servletContext),
                source.read("cookie", "", "a cookie's name of letters, digits, - and _", Settings::toCookieName),
                source.readList("attributes", RequestAttribute.EXPECTATION, RequestAttribute::of),
                source.readList("gates", PathGate.EXPECTATION, PathGate::of),
                source.readList("public-flags", FLAG_KEYS, Settings::toFlagKey),
                maxPages,
                source.read(
                        "max-pages-per-address",
                        String.valueOf(Math.max(1, maxPages / SHARE_OF_ADDRESS)),
                        POSITIVE,
                        Settings::toPositive),
                source.readList("trusted-proxies", Addresses.EXPECTATION, Addresses::of),
                source.read("cookie-secure", "false", "true or false", Settings::toBoolean));
        source.throwProblems();
        return settings;
    }

    private static String defaultMaxPages() {
        long forHeap = Runtime.getRuntime().maxMemory() / MIB * PAGES_PER_MIB;
        return String.valueOf(Math.max(1, Math.min(MOST_PAGES, forHeap)));
    }

    /** The domain of the options that CDI has a bean of, else that of the settings. */
    private static String applicationDomain(Source source, ServletContext servletContext) {
        return servletContext.getAttribute(FlipswitchOptions.class.getName()) instanceof FlipswitchOptions given
                ? given.domain()
                : source.options().domain();
    }

    private static boolean toBoolean(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException();
        };
    }

    /** Other OpenFeature providers than ours may have keys that no Flipswitch server takes. */
    private static String toFlagKey(String text) {
        if (!text.matches("[!-~]+")) {
            throw new IllegalArgumentException();
        }
        return text;
    }

    private static String toCookieName(String text) {
        if (!text.matches("[A-Za-z0-9_-]*")) {
            throw new IllegalArgumentException();
        }
        return text;
    }

    private static int toPositive(String text) {
        if (!text.matches("[+]?[0-9]+")) { // in ASCII
            throw new IllegalArgumentException();
        }
        int number = Integer.parseInt(text);
        if (number < 1) {
            throw new IllegalArgumentException();
        }
        return number;
    }

    /** Where settings come from, and what was wrong with them. */
    private record Source(
            FlipswitchOptions options, Map<String, String> parameters, List<IllegalArgumentException> problems) {
        Source(FlipswitchOptions options, ServletContext servletContext) {
            this(options, parameters(servletContext), new ArrayList<>());
        }

        private static Map<String, String> parameters(ServletContext servletContext) {
            Map<String, String> parameters = new HashMap<>();
            for (String name : Collections.list(servletContext.getInitParameterNames())) {
                parameters.put(name, servletContext.getInitParameter(name));
            }
            return parameters;
        }

        <T> T read(String name, String fallback, String expectation, Function<String, T> type) {
            Given given = given(name);
            if (given.text().isBlank()) {
                return type.apply(fallback);
            }
            try {
                return type.apply(given.text().strip());
            } catch (IllegalArgumentException e) {
                problem(Messages.badSetting(given.name(), given.text(), expectation));
                return type.apply(fallback);
            }
        }

        /** Those of its entries that can be used. */
        <T> List<T> readList(String name, String expectation, Function<String, T> type) {
            Given given = given(name);
            List<T> entries = new ArrayList<>();
            for (String entry : given.text().split(",", -1)) {
                if (!entry.isBlank()) {
                    try {
                        entries.add(type.apply(entry.strip()));
                    } catch (IllegalArgumentException e) {
                        problem(Messages.badEntry(given.name(), entry.strip(), expectation));
                    }
                }
            }
            return List.copyOf(entries);
        }

        @Nullable
        RequestContextResolver readResolver(ServletContext servletContext) {
            Given given = given("context-resolver");
            try {
                return given.text().isBlank()
                        ? null
                        : RequestContextResolution.instance(
                                given.name(), given.text().strip(), servletContext);
            } catch (IllegalArgumentException e) {
                problems.add(e);
                return null;
            }
        }

        private void problem(String message) {
            problems.add(new IllegalArgumentException(message));
        }

        /** All of them at once; those with a cause go along. */
        void throwProblems() {
            if (!problems.isEmpty()) {
                IllegalArgumentException all = new IllegalArgumentException(
                        problems.stream().map(Throwable::getMessage).collect(Collectors.joining("\n")));
                problems.stream().filter(problem -> problem.getCause() != null).forEach(all::addSuppressed);
                throw all;
            }
        }

        private Given given(String name) {
            String property = PREFIX + name;
            return Stream.of(
                            new Given(property, options.properties().getOrDefault(property, "")),
                            new Given(variable(name), options.environment().getOrDefault(variable(name), "")))
                    .filter(given -> !given.text().isBlank())
                    .findFirst()
                    .orElseGet(() -> new Given(property, parameters.getOrDefault(property, "")));
        }

        void warnOfUnknown() {
            warnOfUnknown(
                    Stream.concat(options.properties().keySet().stream(), parameters.keySet().stream())
                            .filter(name -> name.startsWith(PREFIX)),
                    NAMES.stream().map(PREFIX::concat).toList());
            warnOfUnknown(
                    options.environment().keySet().stream().filter(name -> name.startsWith(variable(""))),
                    NAMES.stream().map(Settings::variable).toList());
        }

        private static void warnOfUnknown(Stream<String> names, List<String> known) {
            names.filter(name -> !known.contains(name))
                    .distinct()
                    .forEach(name -> LOG.log(
                            Level.WARNING, Messages.unknownSetting(name, Spelling.nearest(name, known.stream()))));
        }
    }

    /** What somebody set. */
    private record Given(String name, String text) {}

    private static String variable(String name) {
        return (PREFIX + name).toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }
}
