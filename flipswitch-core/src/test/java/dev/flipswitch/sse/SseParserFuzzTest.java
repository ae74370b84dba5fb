package dev.flipswitch.sse;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Random streams, cut up at random, read by the parser and by a naive one. The system property {@code fuzz.seconds} says
 * how long it looks; a failure names its seed.
 */
class SseParserFuzzTest {
    private static final Duration TIME = Duration.ofSeconds(Long.getLong("fuzz.seconds", 3));
    private static final String[] TOKENS = {
        "data",
        "event",
        "id",
        "retry",
        "other",
        ":",
        ": ",
        " ",
        "\n",
        "\n",
        "\n\n",
        "\r",
        "\r\n",
        "\r\n\r\n",
        "\0",
        "\uFEFF",
        "a",
        "123",
        "\u00fc",
        "\ud83c\udf08",
        "data: x\n",
        "data\n",
        "id: 7\n",
        "event: e\n",
        "xxxxxxxxxxxxxxxx"
    };

    @Test
    void readsRandomStreamsLikeTheReference() {
        long end = System.nanoTime() + TIME.toNanos();
        for (long seed = 0; System.nanoTime() < end; seed++) {
            Random random = new Random(seed);
            byte[] stream = stream(random);
            int maxEventSize = random.nextInt(4) > 0 ? 1000 : 8 + random.nextInt(40);
            ParserOutput expected = ReferenceParser.read(stream, maxEventSize);
            check(expected, parse(stream, maxEventSize, random), seed, "random pieces");
            if (stream.length < 40) {
                for (int split = 0; split <= stream.length; split++) {
                    check(expected, parse(stream, maxEventSize, split), seed, "split at " + split);
                }
            }
        }
    }

    private static void check(ParserOutput expected, ParserOutput actual, long seed, String how) {
        boolean same = actual.events.equals(expected.events)
                && actual.retries.equals(expected.retries)
                && actual.dropped == expected.dropped;
        if (!same) {
            assertThat(actual.events).as("seed %d, %s", seed, how).isEqualTo(expected.events);
            assertThat(actual.retries).as("seed %d, %s", seed, how).isEqualTo(expected.retries);
            assertThat(actual.dropped).as("seed %d, %s", seed, how).isEqualTo(expected.dropped);
        }
    }

    private static byte[] stream(Random random) {
        ByteArrayOutputStream stream = new ByteArrayOutputStream();
        int tokens = random.nextInt(random.nextBoolean() ? 10 : 60);
        for (int i = 0; i < tokens; i++) {
            if (random.nextInt(20) == 0) {
                stream.write(random.nextInt(256));
            } else {
                stream.writeBytes(TOKENS[random.nextInt(TOKENS.length)].getBytes(UTF_8));
            }
        }
        return stream.toByteArray();
    }

    private static ParserOutput parse(byte[] stream, int maxEventSize, Random random) {
        ParserOutput output = new ParserOutput();
        SseParser parser = new SseParser("", maxEventSize, output);
        for (int from = 0; from < stream.length; ) {
            int to = Math.min(stream.length, from + random.nextInt(1 + random.nextInt(30)));
            ByteBuffer piece = ByteBuffer.wrap(stream, from, to - from);
            parser.feed(random.nextBoolean() ? piece : piece.asReadOnlyBuffer());
            from = to;
        }
        return output;
    }

    private static ParserOutput parse(byte[] stream, int maxEventSize, int split) {
        ParserOutput output = new ParserOutput();
        SseParser parser = new SseParser("", maxEventSize, output);
        parser.feed(ByteBuffer.wrap(stream, 0, split));
        parser.feed(ByteBuffer.wrap(stream, split, stream.length - split));
        return output;
    }
}
