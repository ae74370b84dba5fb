package dev.flipswitch.cdi;

import java.lang.System.Logger.Level;

/** Every message of this module, with its number. None holds a key. */
final class Messages {
    private static final System.Logger LOG = System.getLogger("dev.flipswitch.cdi");

    private Messages() {}

    static String noApiKey() {
        return "FLIP-CDI-0001: no API key is configured; set the system property flipswitch.api-key or the environment"
                + " variable FLIPSWITCH_API_KEY to the key of the application's environment";
    }

    static String badDefault(String flagKey, String defaultValue, Object injectionPoint) {
        return "FLIP-CDI-0002: the default value of the flag '" + flagKey + "' must be true or false; got '"
                + defaultValue + "' at " + injectionPoint;
    }

    static void startedWithout(String reason) {
        LOG.log(
                Level.WARNING,
                "FLIP-CDI-0003: the application starts without the flag server, its flags have their defaults: {0}",
                reason);
    }

    static void observerFailed(RuntimeException failure) {
        LOG.log(Level.ERROR, "FLIP-CDI-0004: an observer of FlagChanged failed; later changes still arrive", failure);
    }
}
