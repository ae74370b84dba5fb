package dev.flipswitch.rules;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The attributes during an evaluation, of one flag or of all, and what is known of them: the segments are asked once
 * each, however often they are referred to. For one thread.
 */
final class Subject {

    private static final byte IN = 1;
    private static final byte OUT = 2;

    private final Attributes attributes;
    private final byte @Nullable [] targetingKey;
    private final byte[] segments;

    Subject(Attributes attributes, int numberOfSegments) {
        this.attributes = attributes;
        this.targetingKey = attributes
                .targetingKey()
                .map(key -> key.getBytes(StandardCharsets.UTF_8))
                .orElse(null);
        this.segments = new byte[numberOfSegments];
    }

    Attributes attributes() {
        return attributes;
    }

    /** In UTF-8; null if there is none. */
    byte @Nullable [] targetingKey() {
        return targetingKey;
    }

    boolean isIn(CompiledSegment segment) {
        byte known = segments[segment.index()];
        if (known == 0) {
            known = segment.contains(this) ? IN : OUT;
            segments[segment.index()] = known;
        }
        return known == IN;
    }
}
