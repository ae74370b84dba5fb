package dev.flipswitch.update;

import dev.flipswitch.dispatch.ProviderThreads;
import dev.flipswitch.settings.ProviderSettings;
import dev.flipswitch.sse.SseFailure;
import dev.flipswitch.sse.SseStatus;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The Flipswitch server's event stream, or, where a server has none but offers OFREP's, these. OFREP ADR 0008. Thread-safe.
 */
final class RealtimeSource implements UpdateSource {
    /** A server that offers more streams than this is polled. */
    private static final int MOST_STREAMS = 16;

    private final ProviderSettings settings;
    private final HttpClient http;
    private final ProviderThreads threads;
    private final Consumer<Update> updates;
    private final Supplier<List<URI>> offered;

    private volatile UpdateSource current;
    private volatile boolean closed;

    // confined to the loop
    private List<URI> ofrepStreams = List.of();

    /**
     * A source that begins with the Flipswitch server's stream.
     *
     * @param offered the OFREP event streams that the server offers, as far as is known
     */
    RealtimeSource(
            ProviderSettings settings,
            HttpClient http,
            ProviderThreads threads,
            Consumer<Update> updates,
            Supplier<List<URI>> offered) {
        this.settings = settings;
        this.http = http;
        this.threads = threads;
        this.updates = updates;
        this.offered = offered;
        this.current = SseUpdateSource.flipswitch(settings, http, threads, updates, this::replaces);
    }

    /** After a failure, on the loop: whether a stream that the server offers elsewhere takes over. */
    private boolean replaces(SseFailure failure) {
        List<URI> now = offered.get();
        boolean gone = ofrepStreams.isEmpty() ? Outage.isAbsent(failure.httpStatus()) : !ofrepStreams.equals(now);
        if (now.isEmpty() || now.size() > MOST_STREAMS || !gone || closed) {
            return false;
        }
        ofrepStreams = now;
        current.close();
        current = new OfrepStreamGroup(now, settings, http, threads, updates, this::replaces);
        current.start();
        if (closed) {
            current.close();
        }
        return true;
    }

    @Override
    public void start() {
        current.start();
    }

    @Override
    public SseStatus status() {
        return current.status();
    }

    @Override
    public void reconnect() {
        current.reconnect();
    }

    @Override
    public void close() {
        closed = true;
        current.close();
    }
}
