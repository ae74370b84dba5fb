package dev.flipswitch.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

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

    /** Chi-square, 999 degrees of freedom: a uniform hash exceeds 1142.8 once in a thousand sets of keys. */
    @ParameterizedTest
    @ValueSource(strings = {"a", "dark-mode", "new-checkout", "flag-1", "flag-2"})
    void fillsTheBucketsEvenly(String flagKey) {
        assertThat(chiSquare(1_000, users(200_000).map(user -> Bucket.of(flagKey, user) / 100)))
                .isLessThan(1_142.8);
    }

    /** Also the finest ones: 99,999 degrees of freedom, the same probability. */
    @Test
    void fillsEveryBucketEvenly() {
        assertThat(chiSquare(Rollout.BUCKETS, users(1_000_000).map(user -> Bucket.of("dark-mode", user))))
                .isLessThan(101_389);
    }

    /** Chi-square over the 10 × 10 tenths of two flags: 99 degrees of freedom, 148.2 at 0.001. */
    @ParameterizedTest
    @CsvSource({"dark-mode, checkout", "a, b", "flag-1, flag-2", "flag-1, flag-11"})
    void isIndependentBetweenFlags(String one, String other) {
        assertThat(chiSquare(100, users(100_000).map(user -> tenth(one, user) * 10 + tenth(other, user))))
                .isLessThan(148.2);
    }

    private static int tenth(String flagKey, String user) {
        return Bucket.of(flagKey, user) / 10_000;
    }

    private static Stream<String> users(int number) {
        return IntStream.range(0, number).mapToObj(i -> "user-" + i);
    }

    /** How far the counts are from even ones. */
    private static double chiSquare(int cells, Stream<Integer> samples) {
        int[] counts = new int[cells];
        samples.forEach(cell -> counts[cell]++);
        double expected = IntStream.of(counts).sum() / (double) cells;
        return IntStream.of(counts)
                .mapToDouble(count -> (count - expected) * (count - expected) / expected)
                .sum();
    }
}
