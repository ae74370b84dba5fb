package dev.flipswitch.sse;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Keeps what a parser finds. */
final class ParserOutput implements SseParser.Output {
    final List<SseEvent> events;
    final List<Duration> retries = new ArrayList<>();
    int dropped;

    /** All of it in its order, and at the end the last event id. */
    final List<Object> all = new ArrayList<>();

    ParserOutput() {
        this(new ArrayList<>());
    }

    ParserOutput(List<SseEvent> events) {
        this.events = events;
    }

    /** What the parser finds in a stream that is cut up at these places; every other piece has no array. */
    static ParserOutput parse(byte[] stream, int maxEventSize, int... cuts) {
        ParserOutput output = new ParserOutput();
        SseParser parser = new SseParser("", maxEventSize, output);
        int from = 0;
        for (int i = 0; i <= cuts.length; i++) {
            int to = i < cuts.length ? cuts[i] : stream.length;
            ByteBuffer piece = ByteBuffer.wrap(stream, from, to - from);
            parser.feed(i % 2 == 0 ? piece : piece.asReadOnlyBuffer());
            from = to;
        }
        output.ended(parser.lastEventId());
        return output;
    }

    @Override
    public void event(SseEvent event) {
        events.add(event);
        all.add(event);
    }

    @Override
    public void retry(Duration time) {
        retries.add(time);
        all.add(time);
    }

    @Override
    public void dropped() {
        dropped++;
        all.add("dropped");
    }

    void ended(String lastEventId) {
        all.add("ended with the id '" + lastEventId + "'");
    }
}
