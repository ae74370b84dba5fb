package dev.flipswitch.messages;

import java.lang.System.Logger.Level;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Every message of this module's log, with its number. None holds a key or a token, or of a URL what may hold one. */
public final class Messages {
    private static final System.Logger LOG = System.getLogger("dev.flipswitch");

    private static final int LONGEST_VALUE = 200;

    private Messages() {}

    public static void connected(String baseUrl) {
        LOG.log(
                Level.INFO,
                "FLIP-CORE-0010: connected to the flag server {0}; changes arrive as they happen",
                shown(baseUrl));
    }

    /** A base URL without credentials. */
    private static String shown(String baseUrl) {
        return printable(ShownUrl.of(URI.create(baseUrl)));
    }

    public static void defaultServer(String baseUrl) {
        LOG.log(
                Level.WARNING,
                "FLIP-CORE-0084: no base URL is set, so flags come from {0}; set flipswitch.base-url to the URL of your own"
                        + " flag server, or to this one",
                baseUrl);
    }

    public static String noAnswerWithin(String baseUrl, Duration timeout) {
        return "the flag server " + shown(baseUrl) + " did not answer within " + timeout.toMillis()
                + " ms; check flipswitch.base-url";
    }

    public static void streamLost(String reason, Duration retryIn) {
        LOG.log(
                Level.WARNING,
                "FLIP-CORE-0011: the connection to the flag server is lost ({0}); flags keep their last known values;"
                        + " trying again in {1} ms",
                reason,
                Long.toString(retryIn.toMillis()));
    }

    public static void connectFailed(String reason, Duration retryIn) {
        LOG.log(
                Level.DEBUG,
                "FLIP-CORE-0012: the flag server''s event stream could not be opened ({0}); trying again in {1} ms",
                reason,
                Long.toString(retryIn.toMillis()));
    }

    public static void streamLostAgain(String reason, Duration retryIn) {
        LOG.log(
                Level.DEBUG,
                "FLIP-CORE-0077: the event stream ended once more ({0}); trying again in {1} ms",
                reason,
                Long.toString(retryIn.toMillis()));
    }

    public static void proxyEndsIdleStreams(Duration limit, Duration heartbeat) {
        LOG.log(
                Level.WARNING,
                "FLIP-CORE-0074: a proxy before the flag server ends connections that are idle for {0}, and the"
                        + " server''s heartbeat comes every {1} only; raise the proxy''s idle timeout above {1}, or lower"
                        + " the server''s flipswitch.server.heartbeat-millis below {0}; until then the event stream"
                        + " breaks off again and again (see docs/proxies.md)",
                seconds(limit),
                seconds(heartbeat));
    }

    public static void proxyLimitsStreams(Duration limit) {
        LOG.log(
                Level.WARNING,
                "FLIP-CORE-0075: a proxy before the flag server ends each event stream after {0}, whatever it brings;"
                        + " raise its limit for the time of an answer (see docs/proxies.md)",
                seconds(limit));
    }

    public static void proxyHoldsBytesBack() {
        LOG.log(
                Level.WARNING,
                "FLIP-CORE-0076: the flag server's event stream opens, but its bytes don't arrive: a proxy before it"
                        + " holds them back; switch that one's buffering and compression off for"
                        + " /api/v1/flags/events (see docs/proxies.md)");
    }

    private static String seconds(Duration time) {
        return Math.round(time.toMillis() / 1000.0) + " s";
    }

    public static void streamRefused(String reason, Duration retryIn) {
        LOG.log(
                Level.WARNING,
                "FLIP-CORE-0013: the flag server, or a proxy before it, refuses the event stream ({0}); trying again in"
                        + " {1} s; if evaluations are refused, too, check flipswitch.api-key",
                reason,
                Long.toString(retryIn.toSeconds()));
    }

    public static void listenerFailed(Throwable failure) {
        LOG.log(Level.ERROR, "FLIP-CORE-0014: a listener failed; the others are still told", failure);
    }

    public static void malformedEvent(String type) {
        LOG.log(
                Level.WARNING,
                "FLIP-CORE-0015: an event ''{0}'' of the flag server could not be read; taking it as a change of all"
                        + " flags",
                type);
    }

    public static void oversizedEvent() {
        LOG.log(
                Level.WARNING,
                "FLIP-CORE-0022: an event of the flag server was too big and has been dropped; taking it as a change"
                        + " of all flags");
    }

    public static void streamStopped(String reason) {
        LOG.log(
                Level.WARNING,
                "FLIP-CORE-0023: the flag server wants no event stream ({0}); it is not asked for one again until"
                        + " FlipswitchProvider.reconnect() is called",
                reason);
    }

    public static void streamClosed(Duration retryIn) {
        LOG.log(
                Level.INFO,
                "FLIP-CORE-0070: the flag server closed the event stream; connecting again in {0} ms",
                Long.toString(retryIn.toMillis()));
    }

    public static void evaluationsRefused(String flagKey, String reason) {
        LOG.log(
                Level.ERROR,
                "FLIP-CORE-0072: the flag server did not evaluate {0}: {1}; flags keep their last known values, or have their"
                        + " defaults if none are known; the server is asked again; not repeated until it has answered",
                flagKey.isEmpty() ? "the flags" : "the flag '" + printable(flagKey) + "'",
                reason);
    }

    public static void evaluationsAnswered() {
        LOG.log(Level.INFO, "FLIP-CORE-0073: evaluations are answered again");
    }

    public static void polledInPlaceOfStream(String reason, Duration interval) {
        LOG.log(
                Level.WARNING,
                "FLIP-CORE-0071: the flag server answers evaluations, but its event stream brings nothing ({0}); it is"
                        + " polled every {1} ms until the stream does",
                reason,
                Long.toString(interval.toMillis()));
    }

    public static void polled() {
        LOG.log(Level.INFO, "FLIP-CORE-0017: the flag server answers; it is polled for changes");
    }

    public static void pollFailed(Duration interval) {
        LOG.log(
                Level.WARNING,
                "FLIP-CORE-0018: the flag server does not answer; flags keep their last known values; asking again"
                        + " every {0} ms",
                Long.toString(interval.toMillis()));
    }

    public static void startedWithRestored(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        String reason = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
        LOG.log(
                Level.WARNING,
                "FLIP-CORE-0028: flags have the last known values of the cache file until the flag server can be"
                        + " reached ({0})",
                reason);
    }

    public static void keyRotated(Optional<Instant> validUntil) {
        validUntil.ifPresentOrElse(
                until -> LOG.log(
                        Level.WARNING,
                        "FLIP-CORE-0029: the environment''s API key is being replaced; the flag server accepts"
                                + " this one until {0}; configure the new one before",
                        until.toString()),
                () -> LOG.log(
                        Level.INFO,
                        "FLIP-CORE-0030: the replacement of the environment''s API key has been aborted; this"
                                + " one stays"));
    }

    public static void malformedRotation() {
        LOG.log(
                Level.WARNING,
                "FLIP-CORE-0031: the flag server announces that the API key is being replaced, but not how long this"
                        + " one is accepted; ask whoever runs the flag server");
    }

    public static String noFlagsKnown(String reason) {
        return "FLIP-CORE-0032: no flags are known for this context: " + reason;
    }

    public static String notOffline(String flagKey) {
        return "FLIP-CORE-0033: there is no flag '" + flagKey + "' among the offline flags";
    }

    public static String initializeRefused(String reason) {
        return "FLIP-CORE-0001: " + reason + "; check flipswitch.api-key";
    }

    public static String initializeFailed(String reason) {
        return "FLIP-CORE-0002: " + reason + "; flags have their defaults until it can be reached";
    }

    public static String usedAfterShutdown() {
        return "FLIP-CORE-0003: this provider has been shut down; build a new one";
    }

    public static String typeMismatch(String flagKey, String asked, String actual) {
        return "FLIP-CORE-0004: the flag '" + flagKey + "' is " + actual + ", and was asked for as " + asked;
    }

    public static String nothingKnown(String flagKey, String reason) {
        return "FLIP-CORE-0005: nothing is known of the flag '" + flagKey + "': " + reason;
    }

    public static String badBaseUrl(String baseUrl) {
        return "FLIP-CORE-0006: baseUrl must be an absolute http or https URL without query or fragment, such as"
                + " https://flags.example.com; got '" + printable(ShownUrl.masked(baseUrl)) + "'";
    }

    /** No key, though perhaps one under a misspelt name. */
    public static String noApiKey(List<String> misspelt) {
        String found = misspelt.isEmpty()
                ? ""
                : " (" + printable(String.join(", ", misspelt)) + " is set, which is no setting's name)";
        return "FLIP-CORE-0021: no API key is configured" + found
                + "; set the system property flipswitch.api-key or the environment"
                + " variable FLIPSWITCH_API_KEY to the key of the application's environment, or give flags without a"
                + " server, such as -Dflipswitch.flags.dark-mode=true";
    }

    public static String blankApiKey() {
        return "FLIP-CORE-0007: apiKey must not be blank; give the key that the flag server has for the application's environment";
    }

    public static String unusableApiKey() {
        return "FLIP-CORE-0008: apiKey holds a character that cannot go into an HTTP header";
    }

    public static String badCacheSize(int entries) {
        return "FLIP-CORE-0019: cacheSize must be at least 1; got " + entries;
    }

    public static String badDuration(String setting, Duration value) {
        return "FLIP-CORE-0009: " + setting + " must be a duration from 1ms to 24h; got " + value;
    }

    public static String negative(String setting, int value) {
        return "FLIP-CORE-0024: " + setting + " must be at least 0; got " + value;
    }

    public static String badHeader(String name) {
        return "FLIP-CORE-0025: the header '" + name + "' or its value can't be sent";
    }

    public static String redirectingClient() {
        return "FLIP-CORE-0026: httpClient must not follow redirects (HttpClient.Redirect.NEVER): it would carry the API"
                + " key to other servers";
    }

    public static String clientAndParts() {
        return "FLIP-CORE-0027: give either httpClient, or sslContext, proxySelector and authenticator: a whole client"
                + " brings its own";
    }

    public static void offline(int flags, String origin) {
        LOG.log(
                Level.INFO,
                "FLIP-CORE-0040: flags are offline: {0} of them, from {1}; no flag server is asked",
                Integer.toString(flags),
                origin);
    }

    public static void unknownSetting(String name, String nearest) {
        LOG.log(
                Level.WARNING,
                "FLIP-CORE-0041: there is no setting {0}, so it does nothing; did you mean {1}?",
                printable(name),
                nearest);
    }

    public static String badSetting(String name, String value, String expectation) {
        String shown = value.contains("://") ? ShownUrl.masked(value) : value;
        return "FLIP-CORE-0042: " + name + " is '" + printable(shown) + "'; it must be " + expectation;
    }

    public static String badSecretSetting(String name, String fault, String expectation) {
        return "FLIP-CORE-0042: " + name + " (whose value is not shown) can't be used, since " + fault + "; it must be "
                + expectation;
    }

    public static String badOfflineFile(String file, String setting, String fault) {
        return "FLIP-CORE-0043: the offline flags in the file " + printable(file) + " can't be read, since " + fault
                + "; " + setting + " must name a UTF-8 file with a JSON object of flag keys and values, such as"
                + " {\"dark-mode\": true}";
    }

    public static String noFlagType(Class<?> type) {
        return "FLIP-CORE-0034: no flag's value can be a " + type.getName()
                + "; ask for a Boolean, String, Integer, Long," + " Double, Structure or Value";
    }

    /** JSON with a number of too many digits, or nested too deeply. */
    public static String beyondBounds(String name, RuntimeException fault) {
        return "FLIP-CORE-0060: the flags in " + printable(name) + " can't be read: " + fault.getMessage()
                + "; shorten the number, or write it as a string, or nest less";
    }

    public static String badOfflineValue(String flagKey, String origin, String type) {
        return "FLIP-CORE-0044: the offline flag '" + printable(flagKey) + "' from " + printable(origin) + " can't be "
                + type
                + "; give it a boolean, a string, a number, a list or an object, or leave it out for its default";
    }

    /** Short, and in one line. */
    private static String printable(String text) {
        String line = text.replaceAll("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]", "?");
        return line.length() <= LONGEST_VALUE ? line : line.substring(0, LONGEST_VALUE) + "…";
    }

    public static void cacheFileIgnored(Path file, String reason) {
        LOG.log(Level.WARNING, "FLIP-CORE-0050: the cache file {0} is ignored: {1}", file.toString(), reason);
    }

    public static void cacheFileNotWritten(Path file, String reason) {
        LOG.log(
                Level.WARNING,
                "FLIP-CORE-0051: the cache file {0} could not be written ({1}); flags go on, but their newest values"
                        + " won''t survive a restart; check that its folder exists, has room and may be written by this"
                        + " process",
                file.toString(),
                reason);
    }

    public static String serverAway() {
        return "FLIP-CORE-0052: the flag server is away";
    }

    public static String failedEarlier() {
        return "FLIP-CORE-0053: the flag server could not evaluate it when it was last asked";
    }

    public static void contextSupplierFailed(Throwable failure) {
        LOG.log(
                Level.WARNING,
                "FLIP-CORE-0054: the EvaluationContextSupplier failed; until it gives a context again, evaluations end in"
                        + " their default and changes are looked for in the context that it gave last",
                failure);
    }

    public static String contextSupplierBroken(Error failure) {
        return "FLIP-CORE-0080: the EvaluationContextSupplier failed: "
                + failure.getClass().getName();
    }

    public static void refusesWork(String refusing, String reason) {
        LOG.log(
                Level.WARNING,
                "FLIP-CORE-0081: the {0} that the provider was given refuses work ({1}); threads of the provider''s own do"
                        + " it until it takes some; look whether it is shut down or full",
                refusing,
                reason);
    }

    public static void httpClientNotClosed(Throwable failure) {
        LOG.log(Level.DEBUG, "FLIP-CORE-0082: the HTTP client could not be closed", failure);
    }
}
