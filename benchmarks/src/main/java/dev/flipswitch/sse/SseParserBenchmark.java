package dev.flipswitch.sse;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/**
 * How fast a stream is read. An operation is one byte of it: {@code ops/us} are MB/s, and the {@code B/op} of
 * {@code -prof gc} are what is allocated for each byte read.
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@OperationsPerInvocation(SseParserBenchmark.BYTES)
public class SseParserBenchmark {
    static final int BYTES = 1 << 20;
    private static final int PIECE = 16 * 1024; // what java.net.http hands out

    /** What the stream is made of. */
    @State(Scope.Thread)
    public static class Content {

        /** The block that is repeated. */
        public enum Block {
            /** A change, as a Flipswitch server sends it. */
            CHANGE(
                    """
                    event: flag-updated
                    id: 1705844445123
                    data: {"flagKey":"my-feature","timestamp":"2024-01-21T13:40:45.123Z"}

                    """),
            /** What an idle stream brings. */
            HEARTBEAT("event: heartbeat\ndata: {}\n\n"),
            /** What keeps other servers' streams alive. */
            COMMENT(": keep-alive\n\n"),
            /** An event of 16 KiB in one line. */
            LONG_LINE("event: config-updated\ndata: " + "x".repeat(16 * 1024) + "\n\n");

            final String text;

            Block(String text) {
                this.text = text;
            }
        }

        @Param
        Block block = Block.CHANGE;

        byte[] stream = {};

        /** Repeats the block as often as it fits, and fills up with a comment. */
        @Setup
        public void fill() {
            String text = block.text;
            int rest = BYTES % text.length();
            String filler = rest > 0 ? ":".repeat(rest - 1) + "\n" : "";
            stream = (text.repeat(BYTES / text.length()) + filler).getBytes(UTF_8);
        }
    }

    /** The stream in the pieces in which the network brings it. */
    @State(Scope.Thread)
    public static class Pieces {

        /** What they lie in. */
        public enum Kind {
            /** Read-only, on the heap: what java.net.http hands out. */
            READ_ONLY,
            /** Arrays. */
            ARRAY
        }

        @Param
        Kind kind = Kind.READ_ONLY;

        final List<ByteBuffer> pieces = new ArrayList<>();

        /** Cuts the stream up. */
        @Setup
        public void cut(Content content) {
            for (int from = 0; from < BYTES; from += PIECE) {
                ByteBuffer piece = ByteBuffer.wrap(content.stream, from, PIECE).slice();
                pieces.add(kind == Kind.ARRAY ? piece : piece.asReadOnlyBuffer());
            }
        }
    }

    /** A parser that has read the stream before, and the last of what it found. */
    @State(Scope.Thread)
    public static class Parser implements SseParser.Output {
        final SseParser parser = new SseParser("", BYTES, this);
        Object last = "";

        @Override
        public void event(SseEvent event) {
            last = event;
        }

        @Override
        public void retry(Duration time) {
            last = time;
        }

        @Override
        public void dropped() {
            throw new IllegalStateException("no event is that large");
        }
    }

    /** What is measured. */
    @Benchmark
    public Object parser(Pieces pieces, Parser parser) {
        for (ByteBuffer piece : pieces.pieces) {
            parser.parser.feed(piece.rewind());
        }
        return parser.last;
    }

    /** What it is compared with: the lines alone as text, of which nothing is made. */
    @Benchmark
    public void readLine(Content content, Blackhole nowhere) throws IOException {
        BufferedReader reader =
                new BufferedReader(new InputStreamReader(new ByteArrayInputStream(content.stream), UTF_8));
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
            nowhere.consume(line);
        }
    }
}
