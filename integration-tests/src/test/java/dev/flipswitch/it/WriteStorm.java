package dev.flipswitch.it;

import static dev.flipswitch.fixtures.Limits.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Toggles flags as fast as it can, one thread for each, until the server is killed. For one thread. */
final class WriteStorm {

    private static final Pattern STATE = Pattern.compile("\"enabled\":(true|false).*\"version\":(\\d+)");

    /** A flag's state in an answer. */
    record State(boolean enabled, long version) {

        static State of(String answer) {
            Matcher state = STATE.matcher(answer);
            if (!state.find()) {
                throw new IllegalStateException("no state of a flag: " + answer);
            }
            return new State(Boolean.parseBoolean(state.group(1)), Long.parseLong(state.group(2)));
        }
    }

    private final ServerProcess server;
    private final List<String> flags;
    private final Map<String, State> acknowledged = new ConcurrentHashMap<>();
    private final AtomicInteger answers = new AtomicInteger();

    WriteStorm(ServerProcess server, List<String> flags) {
        this.server = server;
        this.flags = flags;
    }

    /** Kills the server in the middle, after so many answers; returns the last state that was answered for each flag. */
    Map<String, State> untilKilled(int enough) throws Exception {
        ExecutorService writers = Executors.newFixedThreadPool(flags.size());
        try {
            List<Future<?>> writing = new ArrayList<>();
            flags.forEach(flag -> writing.add(writers.submit(() -> write(flag))));
            await().atMost(LIMIT).pollInterval(Duration.ofMillis(5)).until(() -> {
                for (Future<?> written : writing) {
                    if (written.isDone()) {
                        written.get();
                        throw new IllegalStateException("the server did not wait to be killed");
                    }
                }
                return answers.get() >= enough;
            });
            server.kill();
            for (Future<?> written : writing) {
                written.get();
            }
        } finally {
            writers.shutdownNow();
        }
        return Map.copyOf(acknowledged);
    }

    private Void write(String flag) throws InterruptedException {
        Http http = new Http();
        try {
            for (boolean on = true; ; on = !on) {
                HttpResponse<String> answer = http.toggle(server.url(), ServerProcess.ADMIN_TOKEN, flag, on);
                assertThat(answer.statusCode()).as(answer.body()).isIn(200, 503);
                if (answer.statusCode() == 503) { // a busy database: the same once more
                    on = !on;
                    continue;
                }
                acknowledged.put(flag, State.of(answer.body()));
                answers.incrementAndGet();
            }
        } catch (IOException e) {
            return null; // killed: this write was not answered
        }
    }
}
