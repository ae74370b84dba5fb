package dev.flipswitch.servlet;

import dev.flipswitch.FlipswitchOptions;
import dev.flipswitch.servlet.messages.Messages;
import dev.flipswitch.settings.Setting;
import dev.flipswitch.settings.SettingReader;
import dev.flipswitch.settings.SettingTexts;
import dev.flipswitch.settings.SettingType;
import jakarta.servlet.ServletContext;
import java.lang.System.Logger.Level;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What is set for a web application. A setting is {@code flipswitch.servlet.NAME} in MicroProfile Config where that is
 * there, else the system property of that name. Else it is the environment variable {@code FLIPSWITCH_SERVLET_NAME},
 * else a context parameter of {@code web.xml} named as the property. Immutable.
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

    private static final String PREFIX = "flipswitch.servlet.";
    private static final SettingType<String> COOKIE_NAME =
            SettingType.matching("[A-Za-z0-9_-]+", "a cookie's name of letters, digits, - and _");

    /** Other OpenFeature providers than ours may have keys that no Flipswitch server takes. */
    private static final SettingType<String> FLAG_KEY = SettingType.matching(
            "[!-~]+", "flag keys with commas between them, without spaces and other characters that no key has");

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
        FlipswitchOptions options = FlipswitchOptions.fromEnvironment();
        SettingReader reader = new SettingReader(
                new SettingTexts(options.properties(), options.environment(), parameters(servletContext)),
                Messages::badSetting);
        int maxPages = reader.read(setting("max-pages", SettingType.wholeNumberFrom(1)))
                .orElseGet(Settings::defaultMaxPages);
        Settings settings = new Settings(
                reader.read(setting("enabled", SettingType.BOOLEAN)).orElse(true),
                reader.read(setting("domain", SettingType.TEXT))
                        .orElseGet(() -> applicationDomain(options, servletContext)),
                reader.read(
                                setting("context-resolver", SettingType.TEXT),
                                given -> RequestContextResolution.instance(given, servletContext))
                        .orElse(null),
                reader.read(setting("cookie", COOKIE_NAME)).orElse(""),
                readList(reader, "attributes", RequestAttribute.EXPECTATION, RequestAttribute::of),
                readList(reader, "gates", PathGate.EXPECTATION, PathGate::of),
                reader.readList(setting("public-flags", FLAG_KEY), Messages::badEntry),
                maxPages,
                reader.read(setting("max-pages-per-address", SettingType.wholeNumberFrom(1)))
                        .orElse(Math.max(1, maxPages / SHARE_OF_ADDRESS)),
                readList(reader, "trusted-proxies", Addresses.EXPECTATION, Addresses::of),
                reader.read(setting("cookie-secure", SettingType.BOOLEAN)).orElse(false));
        reader.findUnread(PREFIX, (name, nearest) -> LOG.log(Level.WARNING, Messages.unknownSetting(name, nearest)));
        reader.throwProblems();
        return settings;
    }

    private static <T> Setting<T> setting(String name, SettingType<T> type) {
        return new Setting<>(PREFIX + name, type, null);
    }

    private static <T> List<T> readList(
            SettingReader reader, String name, String expectation, Function<String, T> entry) {
        return reader.readList(setting(name, new SettingType<>(expectation, false, entry)), Messages::badEntry);
    }

    private static Map<String, String> parameters(ServletContext servletContext) {
        return Collections.list(servletContext.getInitParameterNames()).stream()
                .filter(name -> name.startsWith(PREFIX))
                .collect(Collectors.toMap(name -> name, servletContext::getInitParameter));
    }

    private static int defaultMaxPages() {
        long forHeap = Runtime.getRuntime().maxMemory() / MIB * PAGES_PER_MIB;
        return (int) Math.max(1, Math.min(MOST_PAGES, forHeap));
    }

    /** The domain of the options that CDI has a bean of, else that of the settings. */
    private static String applicationDomain(FlipswitchOptions options, ServletContext servletContext) {
        return servletContext.getAttribute(FlipswitchOptions.class.getName()) instanceof FlipswitchOptions given
                ? given.domain()
                : options.domain();
    }
}
