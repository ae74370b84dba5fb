package dev.flipswitch.sse;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Random streams, cut up at random, read by the parser and by a naive one. The system property {@code fuzz.seconds} says
 * how long it looks; by default three seconds, with {@code fuzz.long} ten minutes. A failure names its seed.
 */
class SseParserFuzzTest {
    private static final Duration TIME =
            Duration.ofSeconds(Long.getLong("fuzz.seconds", Boolean.getBoolean("fuzz.long") ? 600 : 3));
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
            List<Object> expected = ReferenceParser.read(stream, maxEventSize).all;
            check(expected, stream, maxEventSize, seed, cuts(stream.length, random));
            if (stream.length < 40) {
                for (int cut = 0; cut <= stream.length; cut++) {
                    check(expected, stream, maxEventSize, seed, cut);
                }
            }
        }
    }

    private static void check(List<Object> expected, byte[] stream, int maxEventSize, long seed, int... cuts) {
        List<Object> actual = ParserOutput.parse(stream, maxEventSize, cuts).all;
        if (!actual.equals(expected)) { // a description for each of the millions would take most of the time
            assertThat(actual)
                    .as("seed %d, cut at %s", seed, Arrays.toString(cuts))
                    .isEqualTo(expected);
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

    private static int[] cuts(int length, Random random) {
        return IntStream.iterate(0, cut -> cut + random.nextInt(1 + random.nextInt(30)))
                .takeWhile(cut -> cut < length)
                .toArray();
    }
}
