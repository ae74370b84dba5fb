package dev.flipswitch.update;

import dev.flipswitch.dispatch.ProviderThreads;
import dev.flipswitch.sse.SseStatus;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A stream, and polling in its place while none lives, or beside it while streams are unreliable. A stream lives from its
 * first byte to its end. Its state belongs to the loop, on which the stream calls it.
 */
final class FallbackSource implements UpdateSource {
    /** A stream that ends sooner ends again and again, perhaps. */
    static final Duration LASTING = Duration.ofSeconds(5);

    private final Consumer<Update> updates;
    private final UpdateSource stream;
    private final PollingSource polling;
    private final ProviderThreads threads;
    private final Duration patience;
    private final int maxRetries;

    private int failures;
    private boolean open;
    private boolean lives;
    private long openedAtNanos;
    private Update.Connected connected = new Update.Connected(false); // as it was last
    private boolean unreliable; // so that it is polled, even while one lives
    private String trouble = "it has not been opened yet";

    /** Identifies the wait for a sign of life; another one means that there has been one since. */
    private @Nullable Object wait;

    /**
     * A source that begins with the stream.
     *
     * @param stream makes the stream; the function gets the consumer of its updates
     * @param polling asks while no stream lives
     * @param threads have the time
     * @param patience for how long no stream may live
     * @param maxRetries how many failed attempts to get a stream back come before
     * @param updates takes all updates
     */
    FallbackSource(
            Function<Consumer<Update>, UpdateSource> stream,
            PollingSource polling,
            ProviderThreads threads,
            Duration patience,
            int maxRetries,
            Consumer<Update> updates) {
        this.updates = updates;
        this.stream = stream.apply(this::heard);
        this.polling = polling;
        this.threads = threads;
        this.patience = patience;
        this.maxRetries = maxRetries;
    }

    /** The stream said something. */
    private void heard(Update update) {
        if (update instanceof Update.StatusChanged changed) {
            open &= changed.status() != SseStatus.CONNECTING; // what comes next is no sign of the one before
            updates.accept(update);
        } else if (update instanceof Update.Connected connected) {
            connected(connected);
        } else if (update instanceof Update.Heard) {
            updates.accept(update);
            bytesCame();
        } else if (update instanceof Outage outage) {
            lost(outage);
        } else if (update instanceof Update.Unreliable changed) {
            unreliable(changed.now());
            updates.accept(update);
        } else {
            updates.accept(update);
        }
    }

    private void connected(Update.Connected update) {
        if (lives) { // opened anew, unasked for by a failure
            awaitLife();
        }
        open = true;
        openedAtNanos = threads.nowNanos();
        lives = false;
        connected = update;
        trouble = "it is open, but nothing has come on it";
        updates.accept(update);
    }

    private void bytesCame() {
        if (open && !lives) {
            lives = true;
            failures = 0;
            if (polling.isRunning() && !unreliable) { // which may have found the server away, or not yet what changed
                polling.stop();
                updates.accept(connected);
            }
        }
    }

    private void lost(Outage outage) {
        if (lives) {
            awaitLife();
            if (threads.nowNanos() - openedAtNanos >= LASTING.toNanos()) {
                polling.streamLasted();
            }
        }
        open = false;
        lives = false;
        failures++;
        trouble = outage.reason();
        if (outage.forGood() || outage.absent() || failures > maxRetries) {
            polling.startInPlaceOfStream(trouble);
        }
        if (!polling.isAnswered() && !outage.absent()) { // where there is no stream, the first poll says what is lost
            updates.accept(outage);
        }
    }

    private void unreliable(boolean now) {
        unreliable = now;
        if (now) {
            polling.start();
        } else if (lives && polling.isRunning()) {
            polling.stop();
        }
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
