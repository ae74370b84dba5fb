package dev.flipswitch.server.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.eclipse.jetty.io.EofException;
import org.junit.jupiter.api.Test;

class ConsoleLoggingTest {

    private final LogRecord line = new LogRecord(Level.SEVERE, "failed");

    @Test
    void putsTheRequestsIdBeforeItsLines() {
        assertThat(new ConsoleLogging.RequestLines(() -> "4711").format(line)).contains("[4711] failed");
        assertThat(new ConsoleLogging.RequestLines(() -> "").format(line))
                .contains("failed")
                .doesNotContain("[");
    }

    @Test
    void knowsAClientThatIsGoneByAnyCause() {
        assertThat(ConsoleLogging.tellsOfAClientThatIsGone(line)).isFalse();
        line.setThrown(new IOException("the disk is full"));
        assertThat(ConsoleLogging.tellsOfAClientThatIsGone(line)).isFalse();
        line.setThrown(new UncheckedIOException(new EofException("Broken pipe")));
        assertThat(ConsoleLogging.tellsOfAClientThatIsGone(line)).isTrue();
    }

    @Test
    void knowsARequestThatTheStopCutOff() {
        line.setThrown(new IllegalStateException("the pool has been shut down"));
        assertThat(ConsoleLogging.tellsOfARequestThatWasCutOff(line)).isFalse();
        line.setThrown(new UncheckedIOException(new IOException(
                new IllegalStateException("ServiceLocatorImpl(__HK2_Generated_0,0,72983421) has been shut down"))));
        assertThat(ConsoleLogging.tellsOfARequestThatWasCutOff(line)).isTrue();
    }

    @Test
    void letsNoControlCharacterIntoTheLog() {
        line.setMessage("client sent a\nb\u0085c\u001b[2Jd\u2028e");
        IOException cause = new IOException("x\n2026-01-01 INFO all is well\u009b");
        line.setThrown(new UncheckedIOException("outer\u0007", cause));

        String text = new ConsoleLogging.RequestLines(() -> "").format(line);

        assertThat(text)
                .contains("client sent a\\u000ab\\u0085c\\u001b[2Jd\\u2028e")
                .contains("Caused by: java.io.IOException: x\\u000a2026-01-01 INFO all is well\\u009b")
                .contains("outer\\u0007");
        assertThat(text.lines()).noneMatch(any -> any.startsWith("2026-01-01 INFO all"));
    }
}
