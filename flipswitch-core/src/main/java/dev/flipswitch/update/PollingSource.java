package dev.flipswitch.update;

import dev.flipswitch.dispatch.ProviderThreads;
import dev.flipswitch.messages.Messages;
import dev.flipswitch.sse.SseStatus;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Asks the server, every {@code pollingInterval}, what has changed since. Its state belongs to the loop. */
final class PollingSource implements UpdateSource {
    private static final System.Logger LOG = System.getLogger(PollingSource.class.getName());

    /** After a poll that failed before any was answered; doubled each time, up to the interval. */
    private static final Duration FIRST_RETRY = Duration.ofSeconds(1);

    private final BulkSnapshot application;
    private final ProviderThreads threads;
    private final Consumer<Update> updates;
    private final Duration interval;

    /** Identifies a run of polls: another one, or none, means that it has been stopped. */
    private @Nullable Object run;

    private boolean answered;
    private Duration pause; // until the next poll
    private @Nullable String streamsTrouble; // to be said with the first answer
    private @Nullable String troubleSaid; // since a stream lasted

    PollingSource(Duration interval, BulkSnapshot application, ProviderThreads threads, Consumer<Update> updates) {
        this.interval = interval;
        this.pause = shorter(FIRST_RETRY, interval);
        this.application = application;
        this.threads = threads;
        this.updates = updates;
    }

    @Override
    public void start() {
        threads.onLoop(() -> {
            if (run == null) {
                poll();
            }
        });
    }

    /** Starts, unless it runs; says why with the first answer. On the loop. */
    void startInPlaceOfStream(String trouble) {
        if (run == null) {
            streamsTrouble = trouble;
            poll();
        }
    }

    /** What is wrong with the next stream is news, even if it is the same. On the loop. */
    void streamLasted() {
        troubleSaid = null;
    }

    /** Whether it polls. On the loop. */
    boolean isRunning() {
        return run != null;
    }

    /** Whether the server has answered the last poll. On the loop. */
    boolean isAnswered() {
        return answered;
    }

    @Override
    public SseStatus status() {
        return SseStatus.DISCONNECTED;
    }

    /** Polls at once. */
    @Override
    public void reconnect() {
        threads.onLoop(() -> {
            if (run != null) {
                poll();
            }
        });
    }

    /** Stops; it may be started again. */
    @Override
    public void close() {
        threads.onLoop(this::stop);
    }

    /** Stops at once. On the loop. */
    void stop() {
        run = null;
        answered = false;
        streamsTrouble = null;
    }

    private void poll() {
        Object mine = new Object();
        run = mine;
        poll(mine);
    }

    private void poll(Object mine) {
        if (mine != run) {
            return;
        }
        var unused = application.poll().whenComplete((diff, failure) -> {
            if (mine == run) {
                took(diff);
                threads.after(pause, () -> poll(mine));
                pause = shorter(pause.multipliedBy(2), interval);
            }
        });
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private void took(@Nullable SnapshotDiff diff) {
        if (diff == null) {
            if (answered) {
                LOG.log(Level.WARNING, Messages.pollFailed(interval));
            }
            answered = false;
            updates.accept(Outage.unanswered());
        } else {
            if (streamsTrouble != null) {
                if (!streamsTrouble.equals(troubleSaid)) {
                    LOG.log(Level.WARNING, Messages.polledInPlaceOfStream(streamsTrouble, interval));
                }
                troubleSaid = streamsTrouble;
                streamsTrouble = null;
            } else if (!answered) {
                LOG.log(Level.INFO, Messages.polled());
            }
            answered = true;
            pause = interval;
            updates.accept(Update.Heard.BYTES);
            updates.accept(new Update.Polled(diff));
        }
    }
}
