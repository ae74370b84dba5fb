package dev.flipswitch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;

/** Who speaks in the log. */
class LogSourceTest {
    private static final class Sources extends Handler {
        private final List<String> speakers = new ArrayList<>();

        @Override
        public void publish(LogRecord entry) {
            speakers.add(entry.getLoggerName() + " " + entry.getSourceClassName());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }

    @Test
    void aRecordNamesTheClassThatSpeaksAndItsLogger() {
        Sources sources = new Sources();
        Logger parent = Logger.getLogger("dev.flipswitch");
        parent.addHandler(sources);
        try {
            FlipswitchProvider.builder("secret-key").build().shutdown();
        } finally {
            parent.removeHandler(sources);
        }

        String speaker = FlipswitchProviderBuilder.class.getName();
        assertThat(sources.speakers).containsExactly(speaker + " " + speaker);
    }
}
