package dev.flipswitch.servlet;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** What is logged, each record with its stack trace as one text. Thread-safe. */
final class LogRecords extends Handler implements AutoCloseable {
    private final Logger logger;
    private final List<String> texts = new CopyOnWriteArrayList<>();

    /** By the module. */
    LogRecords() {
        this("dev.flipswitch.servlet");
    }

    /** By a logger and those below it. */
    LogRecords(String name) {
        logger = Logger.getLogger(name);
        logger.addHandler(this);
    }

    @Override
    public void publish(LogRecord entry) {
        StringWriter text = new StringWriter();
        text.append(entry.getLevel().getName()).append(' ');
        text.append(entry.getMessage());
        if (entry.getThrown() != null) {
            entry.getThrown().printStackTrace(new PrintWriter(text, true));
        }
        texts.add(text.toString());
    }

    List<String> containing(String part) {
        return texts.stream().filter(text -> text.contains(part)).toList();
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        logger.removeHandler(this);
    }
}
