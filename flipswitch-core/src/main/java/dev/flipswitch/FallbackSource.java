package dev.flipswitch;

import java.time.Duration;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A stream, and polling in its place while none lives, or beside it while streams are unreliable. A stream lives from its
 * first byte to its end. Its state belongs to the loop, on which the stream calls it.
 */
final class FallbackSource extends ForwardingListener implements UpdateSource {
    private final UpdateSource stream;
    private final PollingSource polling;
    private final ProviderThreads threads;
    private final Duration patience;
    private final int maxRetries;

    private int failures;
    private boolean open;
    private boolean lives;
    private boolean unconditionally;
    private boolean unreliable; // so that it is polled, even while one lives
    private String trouble = "it has not been opened yet";

    /** Identifies the wait for a sign of life; another one means that there has been one since. */
    private @Nullable Object wait;

    /**
     * A source that begins with the stream.
     *
     * @param stream makes the stream, which tells the given listener
     * @param polling asks while no stream lives
     * @param threads tell the time
     * @param patience for how long no stream may live
     * @param maxRetries how many failed attempts to get a stream back come before
     * @param listener told of everything
     */
    FallbackSource(
            Function<Listener, UpdateSource> stream,
            PollingSource polling,
            ProviderThreads threads,
            Duration patience,
            int maxRetries,
            Listener listener) {
        super(listener);
        this.stream = stream.apply(this);
        this.polling = polling;
        this.threads = threads;
        this.patience = patience;
        this.maxRetries = maxRetries;
    }

    @Override
    public void status(SseStatus now) {
        open &= now != SseStatus.CONNECTING; // what comes next is no sign of the one before
        super.status(now);
    }

    @Override
    public void connected(boolean unconditional) {
        if (lives) { // opened anew, unasked for by a failure
            awaitLife();
        }
        open = true;
        lives = false;
        unconditionally = unconditional;
        trouble = "it is open, but nothing has come on it";
        super.connected(unconditional);
    }

    @Override
    public void heard() {
        super.heard();
        if (open && !lives) {
            lives = true;
            failures = 0;
            if (polling.isRunning() && !unreliable) { // which may have found the server away, or not yet what changed
                polling.stop();
                super.connected(unconditionally);
            }
        }
    }

    @Override
    public void lost(Outage outage) {
        if (lives) {
            awaitLife();
        }
        open = false;
        lives = false;
        failures++;
        trouble = outage.reason();
        if (outage.forGood() || outage.absent() || failures > maxRetries) {
            polling.startInPlaceOfStream(trouble);
        }
        if (!polling.isAnswered() && !outage.absent()) { // where there is no stream, the first poll says what is lost
            super.lost(outage);
        }
    }

    @Override
    public void unreliable(boolean now) {
        unreliable = now;
        if (now) {
            polling.start();
        } else if (lives && polling.isRunning()) {
            polling.stop();
        }
        super.unreliable(now);
    }

    private void awaitLife() {
        Object mine = new Object();
        wait = mine;
        threads.after(patience, () -> {
            if (mine == wait && !lives) {
                polling.startInPlaceOfStream(trouble);
            }
        });
    }

    @Override
    public void start() {
        threads.onLoop(this::awaitLife);
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
        threads.onLoop(() -> wait = null);
        polling.close();
    }
}
