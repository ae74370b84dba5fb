package dev.flipswitch;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** What this module logs while it is open. Thread-safe. */
final class LogRecorder extends Handler implements AutoCloseable {
    private final Logger logger = Logger.getLogger("dev.flipswitch");
    private final List<String> lines = new CopyOnWriteArrayList<>();

    LogRecorder() {
        logger.addHandler(this);
    }

    /** The lines that hold a text, each with its level before it. */
    List<String> linesWith(String text) {
        return lines.stream().filter(line -> line.contains(text)).toList();
    }

    @Override
    public void publish(LogRecord record) {
        lines.add(record.getLevel() + " " + record.getMessage());
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        logger.removeHandler(this);
    }
}
