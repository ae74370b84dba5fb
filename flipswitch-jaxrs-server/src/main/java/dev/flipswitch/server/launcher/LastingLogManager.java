package dev.flipswitch.server.launcher;

import java.util.logging.LogManager;

/**
 * Keeps its handlers while the process ends. The JDK's own closes them as soon as the process is asked to end, at the same
 * time as the server finishes its requests: what it has to say of that would be lost. Thread-safe.
 */
public final class LastingLogManager extends LogManager {

    /** For the JDK, which makes it by its name. */
    public LastingLogManager() {}

    /** Does nothing: the JDK calls it before the first configuration, when there is nothing yet, and at the end. */
    @Override
    public void reset() {}
}
