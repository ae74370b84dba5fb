package dev.flipswitch.sse;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.time.Duration;

/** A program that feeds a parser 256 MiB of a stream that would fill any heap, and says what came of it. */
final class HostileStreams implements SseParser.Output {
    static final int LIMIT = 1 << 20;
    private static final int BYTES = 256 << 20;
    private static final int PIECE = 16 * 1024;

    private final SseParser parser;
    private int events;
    private int dropped;

    private HostileStreams(int maxEventSize) {
        parser = new SseParser("", maxEventSize, this);
    }

    /** The arguments are the stream's name and the parser's limit. */
    public static void main(String[] args) {
        HostileStreams streams = new HostileStreams(Integer.parseInt(args[1]));
        streams.feed(args[0]);
        System.out.println(streams.events + " events, " + streams.dropped + " dropped");
    }

    private void feed(String stream) {
        switch (stream) {
            case "a line without end" -> {
                feed("data: ", 1);
                feed("x".repeat(PIECE), BYTES / PIECE);
                feed("\n\n", 1);
            }
            case "an event without end" -> {
                feed("data: x\n".repeat(PIECE / 8), BYTES / PIECE);
                feed("\n", 1);
            }
            case "a comment without end" -> {
                feed(":", 1);
                feed("x".repeat(PIECE), BYTES / PIECE);
                feed("\n\n", 1);
            }
            case "fields without end" -> feed("id: 1\nx\n:\n\n".repeat(PIECE / 11), BYTES / PIECE);
            case "events around the limit" -> {
                for (int i = 0; i < BYTES / LIMIT; i++) {
                    feed("data: \u20AC" + "x".repeat(PIECE - 3), 1); // as text it takes two bytes a character
                    feed("x".repeat(PIECE), LIMIT / PIECE - 1);
                    feed(i % 2 == 0 ? "\n\n" : "x\n\n", 1);
                }
            }
            default -> throw new IllegalArgumentException(stream);
        }
    }

    private void feed(String text, int times) {
        ByteBuffer bytes = UTF_8.encode(text).asReadOnlyBuffer();
        for (int i = 0; i < times; i++) {
            parser.feed(bytes.rewind());
        }
    }

    @Override
    public void event(SseEvent event) {
        events++;
    }

    @Override
    public void retry(Duration time) {
        throw new IllegalStateException("no stream holds one");
    }

    @Override
    public void dropped() {
        dropped++;
    }
}
