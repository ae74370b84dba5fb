package dev.flipswitch;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** News by asking the server, every {@code pollingInterval}, what has changed since. Its state belongs to the loop. */
final class PollingSource implements UpdateSource {
    /** After a poll that failed before any was answered; doubled each time, up to the interval. */
    private static final Duration FIRST_RETRY = Duration.ofSeconds(1);

    private final ApplicationFlags application;
    private final ProviderThreads threads;
    private final Listener listener;
    private final Duration interval;

    /** Identifies a run of polls: another one, or none, means that it has been stopped. */
    private @Nullable Object run;

    private boolean answered;
    private Duration pause; // until the next poll
    private @Nullable String streamsTrouble; // to be said with the first answer

    PollingSource(Duration interval, ApplicationFlags application, ProviderThreads threads, Listener listener) {
        this.interval = interval;
        this.pause = shorter(FIRST_RETRY, interval);
        this.application = application;
        this.threads = threads;
        this.listener = listener;
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
        var unused = application.poll().whenComplete((comparison, failure) -> {
            if (mine == run) {
                took(comparison);
                threads.after(pause, () -> poll(mine));
                pause = shorter(pause.multipliedBy(2), interval);
            }
        });
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private void took(@Nullable Comparison comparison) {
        if (comparison == null) {
            if (answered) {
                Messages.pollFailed(interval);
            }
            answered = false;
            listener.lost(Outage.unanswered());
        } else {
            if (streamsTrouble != null) {
                Messages.polledInPlaceOfStream(streamsTrouble, interval);
                streamsTrouble = null;
            } else if (!answered) {
                Messages.polled();
            }
            answered = true;
            pause = interval;
            listener.heard();
            listener.polled(comparison);
        }
    }
}
