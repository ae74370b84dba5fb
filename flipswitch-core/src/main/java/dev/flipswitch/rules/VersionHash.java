package dev.flipswitch.rules;

import java.nio.charset.StandardCharsets;
import java.util.SortedMap;

/** Hashes that stand for versions of segments and of flags that use them. Stateless. */
final class VersionHash {

    /** JSON's numbers are exact up to here in every language. */
    private static final int EXACT_BITS = 53;

    private static final int OTHER_SEED = 0x9747b28c;

    private VersionHash() {}

    /** Another one if the version is, or the state of what is used; 64 bits. */
    static long of(String key, long version, SortedMap<String, CompiledSegment> used) {
        StringBuilder text = new StringBuilder(key).append('@').append(version);
        used.forEach(
                (name, segment) -> text.append('/').append(name).append('@').append(segment.state()));
        byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
        return (long) Murmur3.hash(bytes, 0) << Integer.SIZE | Integer.toUnsignedLong(Murmur3.hash(bytes, OTHER_SEED));
    }

    /**
     * A flag's version as clients see it. It is the flag's own or, if the flag uses segments, a hash. That is in the
     * upper half of the exactly representable numbers, which no version of a flag ever reaches.
     */
    static long flagVersion(FlagConfiguration flag, SortedMap<String, CompiledSegment> used) {
        if (used.isEmpty()) {
            return flag.version();
        }
        long half = 1L << (EXACT_BITS - 1);
        return half | (of(flag.definition().key(), flag.version(), used) & (half - 1));
    }
}
