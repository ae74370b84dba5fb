package dev.flipswitch.server.config;

import dev.flipswitch.server.messages.Messages;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The server's settings: what its embedder passed, else a system property {@code flipswitch.server.*}, else an
 * environment variable {@code FLIPSWITCH_SERVER_*}, else what the file {@code flipswitch.server.config-file} says. Nonsense
 * is refused when it is read. Thread-safe.
 */
public final class Settings {

    static final String PREFIX = "flipswitch.server.";
    static final String VARIABLE_PREFIX = "FLIPSWITCH_SERVER_";

    private static final Pattern ORIGIN = Pattern.compile("\\*|https?://[a-z0-9.-]+(?::[0-9]{1,5})?");
    private static final Pattern CONTEXT_PATH = Pattern.compile("/|(?:/[A-Za-z0-9._~-]+)+");
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9.:_-]+(?:%[A-Za-z0-9._~-]+)?");
    private static final Pattern NUMBER = Pattern.compile("[+-]?[0-9]+");
    private static final Pattern SECRET = Pattern.compile("[\\x21-\\x7e]+");
    private static final String HOST_EXPECTED =
            "an address of this machine, such as 127.0.0.1 or ::1, or a name of such an address";
    private static final int LEAST_SECRET_LENGTH = 16;
    private static final int MAX_PORT = 65_535;

    private final Function<String, @Nullable String> lookup;
    private final List<String> names;

    Settings(Function<String, @Nullable String> lookup) {
        this(lookup, List.of());
    }

    private Settings(Function<String, @Nullable String> lookup, List<String> names) {
        this.lookup = lookup;
        this.names = names;
    }

    /**
     * The settings of this process.
     *
     * @param overrides what goes before system properties and environment, by the property's name
     * @return the settings
     */
    public static Settings of(Map<String, String> overrides) {
        Properties system = System.getProperties();
        Map<String, String> properties =
                system.stringPropertyNames().stream().collect(Collectors.toMap(name -> name, system::getProperty));
        return of(new SettingSources(overrides, properties, System.getenv(), Map.of()));
    }

    static Settings of(SettingSources sources) {
        String file = sources.value(PREFIX + "config-file");
        SettingSources all = file == null ? sources : sources.withFile(SettingsFile.read(file));
        return new Settings(all::value, all.names());
    }

    /**
     * Settings that have a value but that nothing reads.
     *
     * @param environments the keys of the environments that may have an API key
     * @return a line for each, with the nearest name that there is
     */
    public List<String> misspelt(Collection<String> environments) {
        return SettingNames.misspelt(names, environments);
    }

    /**
     * The port to listen on.
     *
     * @return the port, 0 for any free one
     */
    public int port() {
        return parse("port", "8080", "a number from 0 to " + MAX_PORT, value -> {
            int port = number(value);
            return port < 0 || port > MAX_PORT ? null : port;
        });
    }

    /**
     * The address that the launcher listens on.
     *
     * @return a host name or an address of this machine, one of IPv6 without brackets; empty for all of them
     */
    public Optional<String> host() {
        return text("host")
                .map(given -> parse(
                        "host",
                        given,
                        HOST_EXPECTED,
                        value -> HOST.matcher(withoutBrackets(value)).matches() ? withoutBrackets(value) : null));
    }

    /** In ASCII only: other digits that look like these are no numbers to any other program. */
    static int number(String value) {
        if (!NUMBER.matcher(value).matches()) {
            throw new NumberFormatException(value);
        }
        return Integer.parseInt(value);
    }

    /**
     * A host that is none of this machine's.
     *
     * @param host what was set
     * @param cause why
     * @return what to throw
     */
    public StartupFailure badHost(String host, Throwable cause) {
        return new StartupFailure(Messages.badSetting(PREFIX + "host", host, HOST_EXPECTED), cause);
    }

    private static String withoutBrackets(String host) {
        return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
    }

    /**
     * The path under which the launcher puts the application.
     *
     * @return {@code /}, or a path without a slash at its end
     */
    public String contextPath() {
        return parse(
                "context-path",
                "/",
                "/ or a path such as /flags, without a slash at its end",
                value -> CONTEXT_PATH.matcher(value).matches() ? value : null);
    }

    /**
     * The folder of the database.
     *
     * @return its absolute path
     */
    public Path data() {
        return parse("data", "flipswitch-data", "the path of a folder, without a semicolon", value -> {
            Path path = Path.of(value).toAbsolutePath().normalize();
            return path.toString().contains(";") || value.isBlank() ? null : path;
        });
    }

    /**
     * Where flags are stored.
     *
     * @return a folder, unless a database or a data source is named
     */
    public DatabaseSettings database() {
        return DatabaseChoice.of(this);
    }

    /**
     * How many connections to the database the server keeps at most.
     *
     * @return the size of the pool
     */
    public int databaseConnections() {
        return parse("database-connections", "8", "a number from 2 to 1000", value -> {
            int connections = number(value);
            return connections < 2 || connections > 1000 ? null : connections;
        });
    }

    /**
     * Whether other servers may work with the same database.
     *
     * @return if not, a second one does not start
     */
    public boolean severalNodes() {
        return parse("nodes", "one", "one or several", value -> switch (value) {
            case "one" -> false;
            case "several" -> true;
            default -> null;
        });
    }

    /**
     * For how long the audit log is kept.
     *
     * @return the time; empty for ever
     */
    public Optional<Duration> auditRetention() {
        return parse("audit-retention-days", "0", "a number of days from 0 (for ever) to 36500", value -> {
            int days = number(value);
            return days < 0 || days > 36_500
                    ? null
                    : Optional.of(Duration.ofDays(days)).filter(time -> !time.isZero());
        });
    }

    /**
     * What holds for event streams.
     *
     * @return times and limits
     */
    public StreamSettings streams() {
        return StreamSettings.of(this);
    }

    /**
     * The web origins whose pages may ask.
     *
     * @return the origins, {@code *} for any
     */
    public Set<String> corsOrigins() {
        return parse("cors-origins", "", "origins such as https://shop.example, separated by commas, or *", value -> {
            List<String> origins = Arrays.stream(value.split(",", -1))
                    .map(String::strip)
                    .filter(origin -> !origin.isEmpty())
                    .toList();
            return origins.stream().allMatch(origin -> ORIGIN.matcher(origin).matches()) ? Set.copyOf(origins) : null;
        });
    }

    /**
     * How many requests a second each API key may send.
     *
     * @return the number, 0 for any
     */
    public int rateLimit() {
        return parse("rate-limit", "0", "a number of requests per second from 0 (no limit) to 1000000", value -> {
            int perSecond = number(value);
            return perSecond < 0 || perSecond > 1_000_000 ? null : perSecond;
        });
    }

    /**
     * How long the launcher waits for requests under way when it stops.
     *
     * @return the longest time
     */
    public Duration stopTimeout() {
        return parse("stop-timeout-millis", "5000", "a number of milliseconds from 0 to 60000", value -> {
            int millis = number(value);
            return millis < 0 || millis > 60_000 ? null : Duration.ofMillis(millis);
        });
    }

    /**
     * How long a client may take to send a request's head, or to go on with a body or an answer.
     *
     * @return the longest time, by the launcher
     */
    public Duration slowClient() {
        return parse("slow-client-millis", "10000", "a number of milliseconds from 100 to 600000", value -> {
            int millis = number(value);
            return millis < 100 || millis > 600_000 ? null : Duration.ofMillis(millis);
        });
    }

    /**
     * A secret that the operator chose.
     *
     * @param name the setting's name without the prefix, such as {@code admin-token}
     * @return the secret, empty if the server is to make one up
     */
    public Optional<String> secret(String name) {
        Optional<String> secret = text(name);
        secret.filter(value -> !SECRET.matcher(value).matches()).ifPresent(value -> {
            throw new StartupFailure(
                    Messages.badSecret(PREFIX + name, "must be visible ASCII characters without a space"));
        });
        secret.filter(value -> value.length() < LEAST_SECRET_LENGTH).ifPresent(value -> {
            throw new StartupFailure(Messages.shortSecret(PREFIX + name, LEAST_SECRET_LENGTH));
        });
        return secret;
    }

    /**
     * The full name of a setting.
     *
     * @param name the name without the prefix
     * @return the system property
     */
    public static String property(String name) {
        return PREFIX + name;
    }

    public static String variable(String property) {
        return property.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }

    /**
     * Whether somebody set it.
     *
     * @param name of the setting, without the prefix
     * @return false if its default counts
     */
    public boolean isSet(String name) {
        return text(name).isPresent();
    }

    Optional<String> text(String name) {
        return Optional.ofNullable(lookup.apply(PREFIX + name));
    }

    <T> T parse(String name, String standard, String expectation, Function<String, @Nullable T> parser) {
        String value = text(name).orElse(standard);
        T parsed;
        try {
            parsed = parser.apply(value);
        } catch (NumberFormatException | InvalidPathException e) {
            throw new StartupFailure(Messages.badSetting(PREFIX + name, value, expectation), e);
        }
        if (parsed == null) {
            throw new StartupFailure(Messages.badSetting(PREFIX + name, value, expectation));
        }
        return parsed;
    }
}
