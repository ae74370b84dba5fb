package dev.flipswitch;

import dev.flipswitch.sse.SseFailure;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * All event streams that an OFREP server offers: connected when all of them are, lost when one is. Its state belongs to
 * the loop, except for the status. OFREP ADR 0008.
 */
final class OfrepStreams implements UpdateSource {
    private final List<StreamSource> streams;
    private final Set<Integer> open = new HashSet<>();
    private volatile SseStatus status = SseStatus.DISCONNECTED;

    /**
     * Streams that are not opened yet.
     *
     * @param uris where they are, at least one
     * @param replaced asked after each failure whether another source takes over
     */
    OfrepStreams(
            List<URI> uris,
            ProviderSettings settings,
            HttpClient http,
            ProviderThreads threads,
            Listener listener,
            Predicate<SseFailure> replaced) {
        this.streams = IntStream.range(0, uris.size())
                .mapToObj(i -> StreamSource.ofrep(uris.get(i), settings, http, threads, new One(i, listener), replaced))
                .toList();
    }

    @Override
    public void start() {
        streams.forEach(StreamSource::start);
    }

    @Override
    public SseStatus status() {
        return status;
    }

    @Override
    public void reconnect() {
        streams.forEach(StreamSource::reconnect);
    }

    @Override
    public void close() {
        streams.forEach(StreamSource::close);
    }

    /** Hears one of the streams. */
    private final class One extends ForwardingListener {
        private final int index;

        One(int index, Listener listener) {
            super(listener);
            this.index = index;
        }

        @Override
        public void connected(boolean unconditionally) {
            open.add(index);
            if (open.size() == streams.size()) {
                super.connected(unconditionally);
            }
        }

        @Override
        public void lost(Outage outage) {
            open.remove(index);
            super.lost(outage);
        }

        @Override
        public void status(SseStatus now) {
            SseStatus all = now == SseStatus.CONNECTED && open.size() < streams.size() ? SseStatus.CONNECTING : now;
            if (status != all) {
                status = all;
                super.status(all);
            }
        }
    }
}
