package dev.flipswitch.server.war;

import static dev.flipswitch.fixtures.Limits.LIMIT;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** The lines of an open event stream, read by a thread of their own until the stream ends. */
final class EventStream implements AutoCloseable {

    private final HttpResponse<Stream<String>> response;
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final Thread reader;

    EventStream(HttpResponse<Stream<String>> response) {
        this.response = response;
        this.reader = new Thread(this::read, "event-stream");
        reader.setDaemon(true);
        reader.start();
    }

    HttpResponse<?> response() {
        return response;
    }

    /** Those so far. */
    List<String> lines() {
        return List.copyOf(lines);
    }

    void await(Predicate<List<String>> condition) {
        Awaitility.await().atMost(LIMIT).until(() -> condition.test(lines));
    }

    boolean hasEnded() {
        return !reader.isAlive();
    }

    @Override
    public void close() {
        response.body().close();
    }

    private void read() {
        try {
            response.body().forEach(lines::add);
        } catch (RuntimeException e) {
            lines.add("ended: " + e.getMessage());
        }
    }
}
