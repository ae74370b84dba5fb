package dev.flipswitch;

import dev.flipswitch.ofrep.Refetch;
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
    private final Listener listener;
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
        this.listener = listener;
        this.streams = IntStream.range(0, uris.size())
                .mapToObj(i -> StreamSource.ofrep(uris.get(i), settings, http, threads, new One(i), replaced))
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
    private final class One implements Listener {
        private final int index;

        One(int index) {
            this.index = index;
        }

        @Override
        public void connected(boolean unconditionally) {
            open.add(index);
            if (open.size() == streams.size()) {
                listener.connected(unconditionally);
            }
        }

        @Override
        public void lost(boolean forGood) {
            open.remove(index);
            listener.lost(forGood);
        }

        @Override
        public void status(SseStatus now) {
            SseStatus all = now == SseStatus.CONNECTED && open.size() < streams.size() - 1 ? SseStatus.CONNECTING : now;
            if (status != all) {
                status = all;
                listener.status(all);
            }
        }

        @Override
        public void changed(FlagChange change) {
            listener.changed(change);
        }

        @Override
        public void refetch(Refetch newest) {
            listener.refetch(newest);
        }

        @Override
        public void polled(Comparison comparison) {
            listener.polled(comparison);
        }

        @Override
        public void keyRotated(ApiKeyRotation rotation) {
            listener.keyRotated(rotation);
        }
    }
}
