package dev.flipswitch.messages;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** The text of every message of this module, with its number. None holds a key or a token, or of a URL what may hold one. */
public final class Messages {
    private static final int LONGEST_VALUE = 200;

    private Messages() {}

    public static String connected(String baseUrl) {
        return "FLIP-CORE-0010: connected to the flag server " + shown(baseUrl) + "; changes arrive as they happen";
    }

    /** A base URL without credentials. */
    private static String shown(String baseUrl) {
        return printable(ShownUrl.of(URI.create(baseUrl)));
    }

    public static String defaultServer(String baseUrl) {
        return "FLIP-CORE-0084: no base URL is set, so flags come from " + baseUrl + "; set flipswitch.base-url to"
                + " the URL of your own flag server, or to this one to keep it";
    }

    public static String noAnswerWithin(String baseUrl, Duration timeout) {
        return "the flag server " + shown(baseUrl) + " did not answer within " + timeout.toMillis()
                + " ms; check flipswitch.base-url";
    }

    public static String streamLost(String reason, Duration retryIn) {
        return "FLIP-CORE-0011: the connection to the flag server is lost (" + reason
                + "); flags keep their last known values; trying again in " + retryIn.toMillis() + " ms";
    }

    public static String connectFailed(String reason, Duration retryIn) {
        return "FLIP-CORE-0012: the flag server's event stream could not be opened (" + reason + "); trying again in "
                + retryIn.toMillis() + " ms";
    }

    public static String streamLostAgain(String reason, Duration retryIn) {
        return "FLIP-CORE-0077: the event stream ended again (" + reason + "); trying again in " + retryIn.toMillis()
                + " ms";
    }

    public static String proxyEndsIdleStreams(Duration limit, Duration heartbeat) {
        return "FLIP-CORE-0074: a proxy in front of the flag server ends connections after " + seconds(limit)
                + " without data, but the server sends a heartbeat only every " + seconds(heartbeat)
                + "; raise the proxy's idle timeout above " + seconds(heartbeat) + ", or set the server's"
                + " flipswitch.server.heartbeat-millis below " + seconds(limit) + "; until then the event stream"
                + " keeps breaking (see docs/proxies.md)";
    }

    public static String proxyLimitsStreams(Duration limit) {
        return "FLIP-CORE-0075: a proxy in front of the flag server ends each event stream after " + seconds(limit)
                + "; raise the proxy's limit on the duration of a response (see docs/proxies.md)";
    }

    public static String proxyHoldsBytesBack() {
        return "FLIP-CORE-0076: the event stream opens, but no data arrives: a proxy in front of the flag server"
                + " holds it back; switch off the proxy's buffering and compression for /api/v1/flags/events (see"
                + " docs/proxies.md)";
    }

    private static String seconds(Duration time) {
        return Math.round(time.toMillis() / 1000.0) + " s";
    }

    public static String streamRefused(String reason, Duration retryIn) {
        return "FLIP-CORE-0013: the flag server, or a proxy in front of it, refuses the event stream (" + reason
                + "); trying again in " + retryIn.toSeconds() + " s; if evaluations are refused, too, check"
                + " flipswitch.api-key";
    }

    public static String listenerFailed() {
        return "FLIP-CORE-0014: a listener failed; the other listeners are still called";
    }

    public static String malformedEvent(String type) {
        return "FLIP-CORE-0015: could not read the event '" + type + "' from the flag server; treating it as a"
                + " change of all flags";
    }

    public static String oversizedEvent() {
        return "FLIP-CORE-0022: dropped an event from the flag server because it is too big; treating it as a"
                + " change of all flags";
    }

    public static String streamStopped(String reason) {
        return "FLIP-CORE-0023: the flag server refuses the event stream for good (" + reason
                + "); call FlipswitchProvider.reconnect() to try again";
    }

    public static String streamClosed(Duration retryIn) {
        return "FLIP-CORE-0070: the flag server closed the event stream; connecting again in " + retryIn.toMillis()
                + " ms";
    }

    public static String evaluationsRefused(String flagKey, String reason) {
        return "FLIP-CORE-0072: the flag server did not evaluate "
                + (flagKey.isEmpty() ? "the flags" : "the flag '" + printable(flagKey) + "'") + ": " + reason
                + "; flags keep their last known values, or have their defaults if none are known; the provider"
                + " keeps asking; not repeated until the server has answered";
    }

    public static String evaluationsAnswered() {
        return "FLIP-CORE-0073: evaluations are answered again";
    }

    public static String polledInPlaceOfStream(String reason, Duration interval) {
        return "FLIP-CORE-0071: the flag server answers evaluations, but its event stream brings nothing (" + reason
                + "); polling the server every " + interval.toMillis() + " ms until the stream works";
    }

    public static String polled() {
        return "FLIP-CORE-0017: the flag server answers; polling it for changes";
    }

    public static String pollFailed(Duration interval) {
        return "FLIP-CORE-0018: the flag server does not answer; flags keep their last known values; asking again"
                + " every " + interval.toMillis() + " ms";
    }

    public static String startedWithRestored(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        String reason = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
        return "FLIP-CORE-0028: flags have the last known values of the cache file until the flag server can be"
                + " reached (" + reason + ")";
    }

    public static String keyIsReplaced(Instant until) {
        return "FLIP-CORE-0029: the environment's API key is being replaced; the flag server accepts the present"
                + " one until " + until + "; configure the new one before then";
    }

    public static String keyStays() {
        return "FLIP-CORE-0030: the replacement of the environment's API key was aborted; the present one stays"
                + " valid";
    }

    public static String malformedRotation() {
        return "FLIP-CORE-0031: the flag server is replacing the API key, but does not say how long it accepts the"
                + " present one; ask the server's operator";
    }

    public static String noFlagsKnown(String reason) {
        return "FLIP-CORE-0032: no flags are known for this context: " + reason;
    }

    public static String notOffline(String flagKey) {
        return "FLIP-CORE-0033: flag '" + flagKey + "' does not exist among the offline flags";
    }

    public static String initializeRefused(String reason) {
        return "FLIP-CORE-0001: " + reason + "; check flipswitch.api-key";
    }

    public static String initializeFailed(String reason) {
        return "FLIP-CORE-0002: " + reason + "; flags have their defaults until the flag server answers";
    }

    public static String usedAfterShutdown() {
        return "FLIP-CORE-0003: this provider has been shut down; build a new one";
    }

    public static String typeMismatch(String flagKey, String asked, String actual) {
        return "FLIP-CORE-0004: flag '" + flagKey + "' is " + actual + ", but was evaluated as " + asked
                + "; correct the type in the code, or the flag";
    }

    public static String nothingKnown(String flagKey, String reason) {
        return "FLIP-CORE-0005: no value of flag '" + flagKey + "' is known: " + reason;
    }

    public static String badBaseUrl(String baseUrl) {
        return "FLIP-CORE-0006: baseUrl must be an absolute http or https URL with a valid host and port, without"
                + " query or fragment, such as https://flags.example.com; got '" + printable(ShownUrl.masked(baseUrl))
                + "'";
    }

    /** No key, though perhaps one under a misspelt name. */
    public static String noApiKey(List<String> misspelt) {
        String found = misspelt.isEmpty()
                ? ""
                : " (" + printable(String.join(", ", misspelt)) + " is set, but is not a setting)";
        return "FLIP-CORE-0021: no API key is configured" + found + "; set the system property flipswitch.api-key"
                + " or the environment variable FLIPSWITCH_API_KEY to the key of the application's environment, or"
                + " give flags without a server, such as -Dflipswitch.flags.dark-mode=true";
    }

    public static String blankApiKey() {
        return "FLIP-CORE-0007: apiKey must not be blank; give the key that the flag server has for the"
                + " application's environment";
    }

    public static String unusableApiKey() {
        return "FLIP-CORE-0008: apiKey holds a character that no HTTP header can hold; copy the key again";
    }

    /** Without what the supplier says: that may be the key. */
    public static String noSuppliedApiKey(String fault) {
        return "FLIP-CORE-0046: the supplier of the API key " + fault
                + "; correct the supplier that FlipswitchProvider.builder was given";
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
        return "FLIP-CORE-0025: the header '" + name + "' or its value can't be sent; correct it";
    }

    public static String redirectingClient() {
        return "FLIP-CORE-0026: httpClient must not follow redirects (HttpClient.Redirect.NEVER): it would carry"
                + " the API key to other servers";
    }

    public static String clientAndParts() {
        return "FLIP-CORE-0027: httpClient can't be combined with sslContext, proxySelector or authenticator; set"
                + " those on the client itself";
    }

    public static String offline(int flags, String origin) {
        return "FLIP-CORE-0040: flags are offline: " + flags + " of them, from " + origin + "; no flag server is asked";
    }

    public static String unknownSetting(String name, String nearest) {
        return "FLIP-CORE-0041: setting " + printable(name) + " does not exist and has no effect; did you mean "
                + nearest + "?";
    }

    public static String badSetting(String name, String value, String expectation) {
        String shown = value.contains("://") ? ShownUrl.masked(value) : value;
        return "FLIP-CORE-0042: " + name + " is '" + printable(shown) + "'; it must be " + expectation;
    }

    public static String badSecretSetting(String name, String fault, String expectation) {
        return "FLIP-CORE-0045: " + name + " (whose value is not shown) can't be used, since " + fault + "; it must be "
                + expectation;
    }

    public static String badOfflineFile(String file, String setting, String fault) {
        return "FLIP-CORE-0043: the offline flags in the file " + printable(file) + " can't be read, since " + fault
                + "; " + setting + " must name a UTF-8 file with a JSON object of flag keys and values, such as"
                + " {\"dark-mode\": true}";
    }

    public static String noFlagType(Class<?> type) {
        return "FLIP-CORE-0034: a flag cannot be a " + type.getName() + "; ask for a Boolean, String, Integer,"
                + " Long, Double, Structure or Value";
    }

    /** JSON with a number of too many digits, or nested too deeply. */
    public static String beyondBounds(String name, RuntimeException fault) {
        return "FLIP-CORE-0060: the flags in " + printable(name) + " can't be read: " + fault.getMessage()
                + "; shorten the number, or write it as a string, or nest less";
    }

    public static String badOfflineValue(String flagKey, String origin, String type) {
        return "FLIP-CORE-0044: the offline flag '" + printable(flagKey) + "' from " + printable(origin)
                + " can't be " + type + "; give it a boolean, a string, a number, a list or an object, or leave it"
                + " out for its default";
    }

    /** Short, and in one line. */
    private static String printable(String text) {
        String line = text.replaceAll("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]", "?");
        return line.length() <= LONGEST_VALUE ? line : line.substring(0, LONGEST_VALUE) + "…";
    }

    public static String cacheFileIgnored(Path file, String reason) {
        return "FLIP-CORE-0050: the cache file " + file.toString() + " is ignored: " + reason;
    }

    public static String cacheFileNotWritten(Path file, String reason) {
        return "FLIP-CORE-0051: the cache file " + file.toString() + " could not be written (" + reason
                + "); flags still work, but a restart loses their newest values; check that the folder exists, has"
                + " room and is writable for this process";
    }

    public static String serverAway() {
        return "FLIP-CORE-0052: the flag server is away";
    }

    public static String failedEarlier() {
        return "FLIP-CORE-0053: the flag server could not evaluate the flag when it was last asked";
    }

    public static String contextSupplierFailed() {
        return "FLIP-CORE-0054: the EvaluationContextSupplier failed; until it returns a context again,"
                + " evaluations return their default, and changes are detected in its last context";
    }

    public static String contextSupplierBroken(Error failure) {
        return "FLIP-CORE-0080: the EvaluationContextSupplier failed: "
                + failure.getClass().getName();
    }

    public static String refusesWork(String refusing, String reason) {
        return "FLIP-CORE-0081: the " + refusing + " given to the provider refuses work (" + reason
                + "); the provider's own threads do it meanwhile; check whether it is shut down or full";
    }

    public static String httpClientNotClosed() {
        return "FLIP-CORE-0082: the HTTP client could not be closed";
    }

    public static String streamListenerFailed() {
        return "FLIP-CORE-0020: a listener of an event stream failed; the other listeners are still called";
    }

    public static String impossibleKey(int longest) {
        return "FLIP-CORE-0083: no flag can have this key: it is empty, '.' or '..', longer than " + longest
                + " characters, or holds a control character; correct the key";
    }

    public static String noJson(Throwable failure) {
        return "FLIP-CORE-0090: no usable Jakarta JSON Processing was found (" + failure + "). A Jakarta EE runtime has"
                + " one; elsewhere add org.eclipse.parsson:parsson to the application, and no jakarta.json-api where the"
                + " runtime has its own";
    }
}
