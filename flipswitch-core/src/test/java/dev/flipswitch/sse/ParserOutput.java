package dev.flipswitch.sse;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Keeps what a parser finds. */
final class ParserOutput implements SseParser.Output {
    final List<SseEvent> events;
    final List<Duration> retries = new ArrayList<>();
    int dropped;

    ParserOutput() {
        this(new ArrayList<>());
    }

    ParserOutput(List<SseEvent> events) {
        this.events = events;
    }

    @Override
    public void event(SseEvent event) {
        events.add(event);
    }

    @Override
    public void retry(Duration time) {
        retries.add(time);
    }

    @Override
    public void dropped() {
        dropped++;
    }
}
