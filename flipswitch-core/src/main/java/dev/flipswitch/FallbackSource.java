package dev.flipswitch;

import java.util.function.Function;

/**
 * A stream, and polling in its place while the stream stays away. Its state belongs to the loop, on which the stream
 * calls it.
 */
final class FallbackSource extends ForwardingListener implements UpdateSource {
    private final UpdateSource stream;
    private final PollingSource polling;
    private final int maxRetries;

    private int failures;

    /**
     * A source that begins with the stream.
     *
     * @param stream makes the stream, which tells the given listener
     * @param polling asks while the stream is away
     * @param maxRetries how many failed attempts to get a stream back come before
     * @param listener told of everything
     */
    FallbackSource(Function<Listener, UpdateSource> stream, PollingSource polling, int maxRetries, Listener listener) {
        super(listener);
        this.stream = stream.apply(this);
        this.polling = polling;
        this.maxRetries = maxRetries;
    }

    @Override
    public void connected(boolean unconditionally) {
        failures = 0;
        polling.close();
        super.connected(unconditionally);
    }

    @Override
    public void lost(boolean forGood) {
        failures++;
        if (!polling.isAnswered()) {
            super.lost(forGood);
        }
        if (forGood || failures > maxRetries) {
            polling.start();
        }
    }

    @Override
    public void start() {
        stream.start();
    }

    @Override
    public SseStatus status() {
        return stream.status();
    }

    @Override
    public void reconnect() {
        stream.reconnect();
    }

    @Override
    public void close() {
        stream.close();
        polling.close();
    }
}
