package dev.flipswitch;

import java.time.Instant;
import java.util.function.Consumer;

/** Flags in place of a server: no news but what the application itself changes, which is applied when that returns. */
final class NoUpdates implements UpdateSource {
    private final OfflineFlags flags;
    private final ProviderThreads threads;
    private final Listener listener;
    private final Consumer<String> changed;

    NoUpdates(OfflineFlags flags, ProviderThreads threads, Listener listener) {
        this.flags = flags;
        this.threads = threads;
        this.listener = listener;
        this.changed = key ->
                threads.awaitOnLoop(() -> listener.changed(new ChangeEvent(ChangedFlags.of(key), Instant.now())));
    }

    @Override
    public void start() {
        Messages.offline(flags.size(), flags.origin());
        flags.addListener(changed);
        threads.onLoop(() -> listener.connected(false));
    }

    @Override
    public SseStatus status() {
        return SseStatus.DISCONNECTED;
    }

    @Override
    public void reconnect() {}

    @Override
    public void close() {
        flags.removeListener(changed);
    }
}
