package dev.flipswitch;

/** No news: the flags are all known, and stay as they are. */
final class NoUpdates implements UpdateSource {
    private final OfflineFlags flags;
    private final ProviderThreads threads;
    private final Listener listener;

    NoUpdates(OfflineFlags flags, ProviderThreads threads, Listener listener) {
        this.flags = flags;
        this.threads = threads;
        this.listener = listener;
    }

    @Override
    public void start() {
        Messages.offline(flags.size(), flags.origin());
        threads.onLoop(() -> listener.connected(false));
    }

    @Override
    public SseStatus status() {
        return SseStatus.DISCONNECTED;
    }

    @Override
    public void reconnect() {}

    @Override
    public void close() {}
}
