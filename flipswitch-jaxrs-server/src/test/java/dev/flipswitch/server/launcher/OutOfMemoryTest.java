package dev.flipswitch.server.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;

class OutOfMemoryTest {

    private final AtomicInteger ends = new AtomicInteger();
    private final OutOfMemory handler = new OutOfMemory(ends::incrementAndGet);

    @Test
    void endsTheProcessWhoeverLogsItAndWhateverItIsWrappedIn() {
        LogRecord line = new LogRecord(Level.FINE, "a request failed");
        line.setThrown(new IllegalStateException(new SQLException(new OutOfMemoryError("Java heap space"))));

        handler.publish(line);

        assertThat(ends).hasValue(1);
    }

    @Test
    void endsTheProcessWhenAThreadEndsByIt() {
        handler.uncaughtException(Thread.currentThread(), new OutOfMemoryError("Metaspace"));

        assertThat(ends).hasValue(1);
    }

    @Test
    void letsEverythingElseGoOn() {
        LogRecord line = new LogRecord(Level.SEVERE, "a request failed");
        handler.publish(line);
        line.setThrown(new StackOverflowError());
        handler.publish(line);
        handler.uncaughtException(Thread.currentThread(), new IllegalStateException("no"));

        assertThat(ends).hasValue(0);
    }
}
