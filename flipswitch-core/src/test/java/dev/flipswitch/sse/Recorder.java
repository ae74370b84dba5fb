package dev.flipswitch.sse;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps what a listener is told; of a failure the message last, for which tests wait. */
class Recorder implements SseListener {
    final List<String> calls = new CopyOnWriteArrayList<>();
    final List<SseEvent> events = new CopyOnWriteArrayList<>();
    final List<SseFailure> failures = new CopyOnWriteArrayList<>();
    final List<Duration> delays = new CopyOnWriteArrayList<>();

    @Override
    public void onConnecting() {
        calls.add("connecting");
    }

    @Override
    public void onOpen() {
        calls.add("open");
    }

    @Override
    public void onEvent(SseEvent event) {
        events.add(event);
    }

    @Override
    public void onEventDropped() {
        calls.add("dropped");
    }

    @Override
    public void onStopped(SseFailure answer) {
        failures.add(answer);
        calls.add("stopped");
    }

    @Override
    public void onFailure(SseFailure failure, boolean wasOpen, Duration retryIn) {
        delays.add(retryIn);
        calls.add(wasOpen ? "lost" : "failed");
        failures.add(failure);
    }
}
