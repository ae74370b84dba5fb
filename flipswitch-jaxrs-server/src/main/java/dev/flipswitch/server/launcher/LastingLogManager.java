package dev.flipswitch.server.launcher;

import java.util.logging.LogManager;

/**
 * Keeps its handlers while the process ends. The JDK's own log manager closes them as soon as the process is asked to
 * end, while the server still finishes its requests. What the server has to say of that would be lost. Thread-safe.
 */
public final class LastingLogManager extends LogManager {

    /** For the JDK, which makes it by its name. */
    public LastingLogManager() {}

    /** Does nothing: the JDK calls it before the first configuration, when there is nothing yet, and at the end. */
    @Override
    public void reset() {}
}
