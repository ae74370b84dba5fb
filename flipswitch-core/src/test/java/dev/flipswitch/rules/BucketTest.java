package dev.flipswitch.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BucketTest {

    @ParameterizedTest
    @CsvSource({
        "'', 0, 0",
        "'', 1, 514e28b7",
        "'', ffffffff, 81f16f39",
        "test, 0, ba6bd213",
        "test, 9747b28c, 704b81dc",
        "'Hello, world!', 0, c0363e43",
        "'Hello, world!', 9747b28c, 24884cba",
        "The quick brown fox jumps over the lazy dog, 0, 2e4ff723",
        "The quick brown fox jumps over the lazy dog, 9747b28c, 2fa826cd",
        "a, 9747b28c, 7fa09ea6",
        "aa, 9747b28c, 5d211726",
        "aaa, 9747b28c, 283e0130",
        "aaaa, 9747b28c, 5a97808a",
    })
    void hashesAsThePublishedVectorsOfMurmur3(String text, String seed, String expected) {
        int hash = Murmur3.hash(text.getBytes(StandardCharsets.UTF_8), Integer.parseUnsignedInt(seed, 16));

        assertThat(Integer.toHexString(hash)).isEqualTo(expected);
    }

    @Test
    void staysWithinTheBuckets() {
        assertThat(IntStream.range(0, 10_000).map(i -> Bucket.of("dark-mode", "user-" + i)))
                .allMatch(bucket -> bucket >= 0 && bucket < Rollout.BUCKETS);
    }

    @Test
    void fillsTheBucketsEvenly() {
        int[] tenths = new int[10];
        IntStream.range(0, 100_000).forEach(i -> tenths[Bucket.of("dark-mode", "user-" + i) / 10_000]++);

        assertThat(IntStream.of(tenths)).allMatch(count -> count > 9_600 && count < 10_400);
    }

    @Test
    void isIndependentBetweenFlags() {
        long inBoth = IntStream.range(0, 100_000)
                .filter(i ->
                        Bucket.of("dark-mode", "user-" + i) < 10_000 && Bucket.of("checkout", "user-" + i) < 10_000)
                .count();

        assertThat(inBoth).isBetween(850L, 1_150L);
    }
}
