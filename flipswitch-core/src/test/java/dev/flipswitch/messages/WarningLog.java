package dev.flipswitch.messages;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/** The warnings and errors that this module logs while it is open. */
public final class WarningLog extends Handler {
    private final Logger logger = Logger.getLogger("dev.flipswitch");
    private final List<String> lines = new CopyOnWriteArrayList<>();

    public WarningLog() {
        logger.addHandler(this);
    }

    /** The lines that hold a text. */
    public List<String> lines(String text) {
        return lines.stream().filter(line -> line.contains(text)).toList();
    }

    @Override
    public void publish(LogRecord logged) {
        if (logged.getLevel().intValue() >= Level.WARNING.intValue()) {
            lines.add(logged.getLevel() + " " + new SimpleFormatter().formatMessage(logged));
        }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        logger.removeHandler(this);
    }
}
