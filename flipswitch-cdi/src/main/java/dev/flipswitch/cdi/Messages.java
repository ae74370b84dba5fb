package dev.flipswitch.cdi;

import java.lang.System.Logger.Level;

/** Every message of this module, with its number. None holds a key. */
final class Messages {
    private static final System.Logger LOG = System.getLogger("dev.flipswitch.cdi");

    private Messages() {}

    static String badDefault(String flagKey, String defaultValue, Object injectionPoint) {
        return "FLIP-CDI-0001: the default value of the flag '" + flagKey + "' must be true or false; got '"
                + defaultValue + "' at " + injectionPoint;
    }

    static void startedWithout(String reason) {
        LOG.log(Level.WARNING, "FLIP-CDI-0002: the application starts without the flag server: {0}", reason);
    }

    static void observerFailed(String observer, String event, Throwable failure) {
        LOG.log(
                Level.ERROR,
                "FLIP-CDI-0003: the observer " + observer + " failed on " + event
                        + "; the container may not have told others of this event, later events still arrive",
                failure);
    }
}
