package dev.flipswitch.update;

import dev.flipswitch.dispatch.ProviderThreads;
import dev.flipswitch.settings.ProviderSettings;
import dev.flipswitch.sse.SseFailure;
import dev.flipswitch.sse.SseStatus;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * All event streams that an OFREP server offers: connected when all of them are, lost when one is. Its state belongs to
 * the loop, except for the status. OFREP ADR 0008.
 */
final class OfrepStreamGroup implements UpdateSource {
    private final List<SseUpdateSource> streams;
    private final Consumer<Update> updates;
    private final Set<Integer> open = new HashSet<>();
    private volatile SseStatus status = SseStatus.DISCONNECTED;

    /**
     * Streams that are not opened yet.
     *
     * @param uris where they are, at least one
     * @param replaced asked after each failure whether another source takes over
     */
    OfrepStreamGroup(
            List<URI> uris,
            ProviderSettings settings,
            HttpClient http,
            ProviderThreads threads,
            Consumer<Update> updates,
            Predicate<SseFailure> replaced) {
        this.updates = updates;
        this.streams = IntStream.range(0, uris.size())
                .mapToObj(i -> SseUpdateSource.ofrep(
                        uris.get(i), settings, http, threads, update -> heard(i, update), replaced))
                .toList();
    }

    @Override
    public void start() {
        streams.forEach(SseUpdateSource::start);
    }

    @Override
    public SseStatus status() {
        return status;
    }

    @Override
    public void reconnect() {
        streams.forEach(SseUpdateSource::reconnect);
    }

    @Override
    public void close() {
        streams.forEach(SseUpdateSource::close);
    }

    /** An update of one of the streams. */
    private void heard(int index, Update update) {
        if (update instanceof Update.Connected) {
            open.add(index);
            if (open.size() < streams.size()) {
                return;
            }
        } else if (update instanceof Outage) {
            open.remove(index);
        } else if (update instanceof Update.StatusChanged changed) {
            setStatus(changed.status());
            return;
        }
        updates.accept(update);
    }

    private void setStatus(SseStatus now) {
        SseStatus all = now == SseStatus.CONNECTED && open.size() < streams.size() ? SseStatus.CONNECTING : now;
        if (status != all) {
            status = all;
            updates.accept(new Update.StatusChanged(all));
        }
    }
}
