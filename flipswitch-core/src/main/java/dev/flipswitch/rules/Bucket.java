package dev.flipswitch.rules;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Sorts targeting keys into the buckets of a rollout. It takes MurmurHash3 (x86, 32 bits, seed 0) over the UTF-8 bytes
 * of flag key, slash and targeting key, scaled to the number of buckets. {@code docs/bucketing.md} says how to rebuild
 * it. Immutable.
 */
final class Bucket {

    private final byte[] prefix;

    Bucket(String flagKey) {
        prefix = (flagKey + "/").getBytes(StandardCharsets.UTF_8);
    }

    /** The same bucket for the same two keys, always; independent between flags. */
    static int of(String flagKey, String targetingKey) {
        return new Bucket(flagKey).of(targetingKey.getBytes(StandardCharsets.UTF_8));
    }

    int of(byte[] targetingKey) {
        byte[] bytes = Arrays.copyOf(prefix, prefix.length + targetingKey.length);
        System.arraycopy(targetingKey, 0, bytes, prefix.length, targetingKey.length);
        return (int) ((Integer.toUnsignedLong(Murmur3.hash(bytes, 0)) * Rollout.BUCKETS) >>> Integer.SIZE);
    }
}
