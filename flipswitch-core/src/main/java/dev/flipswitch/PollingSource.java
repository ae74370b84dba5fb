package dev.flipswitch;

import dev.flipswitch.ofrep.OfrepClient;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * News by asking the server, with the entity tag of its last answer, every {@code pollingInterval}. Its state belongs to
 * the loop.
 */
final class PollingSource implements UpdateSource {
    private final OfrepClient ofrep;
    private final ScheduledExecutorService loop;
    private final Listener listener;
    private final Duration interval;
    private final Duration timeout;

    private volatile boolean closed;

    // confined to the loop
    private @Nullable String version;
    private boolean connected;

    PollingSource(ProviderSettings settings, OfrepClient ofrep, ScheduledExecutorService loop, Listener listener) {
        this.ofrep = ofrep;
        this.loop = loop;
        this.listener = listener;
        this.interval = settings.pollingInterval();
        this.timeout = settings.evaluationTimeout();
    }

    @Override
    public void start() {
        loop.execute(this::poll);
    }

    @Override
    public SseStatus status() {
        return SseStatus.DISCONNECTED;
    }

    @Override
    public void close() {
        closed = true;
    }

    private void poll() {
        if (closed) {
            return;
        }
        CompletableFuture<String> answer = ofrep.version("{}", version);
        var deadline = loop.schedule(() -> answer.cancel(true), timeout.toNanos(), TimeUnit.NANOSECONDS);
        var unused = answer.whenComplete((newVersion, failure) -> onLoop(() -> {
            deadline.cancel(false);
            if (failure == null) {
                answered(newVersion);
            } else {
                failed();
            }
            if (!closed) {
                var unusedNext = loop.schedule(this::poll, interval.toNanos(), TimeUnit.NANOSECONDS);
            }
        }));
    }

    private void answered(String newVersion) {
        boolean changed = !newVersion.equals(version);
        version = newVersion;
        if (!connected) {
            connected = true;
            Messages.polled();
            listener.connected();
        } else if (changed) {
            listener.changed(FlagChange.any());
        }
    }

    private void failed() {
        if (connected) {
            connected = false;
            Messages.pollFailed(interval);
        }
        listener.lost();
    }

    private void onLoop(Runnable task) {
        try {
            loop.execute(task);
        } catch (RejectedExecutionException e) {
            closed = true; // the provider has been shut down
        }
    }
}
