package dev.flipswitch.update;

import dev.flipswitch.dispatch.ProviderThreads;
import dev.flipswitch.messages.Messages;
import dev.flipswitch.offline.OfflineFlags;
import dev.flipswitch.sse.SseStatus;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.util.function.Consumer;

/** Flags in place of a server: only the application itself changes them, and {@code set} returns when that is applied. */
public final class OfflineUpdateSource implements UpdateSource {
    private static final System.Logger LOG = System.getLogger(OfflineUpdateSource.class.getName());

    private final OfflineFlags flags;
    private final ProviderThreads threads;
    private final Consumer<Update> updates;
    private final Consumer<String> changed;

    public OfflineUpdateSource(OfflineFlags flags, ProviderThreads threads, Consumer<Update> updates) {
        this.flags = flags;
        this.threads = threads;
        this.updates = updates;
        this.changed = key ->
                threads.awaitOnLoop(() -> updates.accept(new FlagInvalidation(FlagKeySet.of(key), Instant.now())));
    }

    @Override
    public void start() {
        LOG.log(Level.INFO, Messages.offline(flags.size(), flags.origin()));
        flags.addListener(changed);
        threads.onLoop(() -> updates.accept(new Update.Connected(false)));
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
