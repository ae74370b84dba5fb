package dev.flipswitch.rules;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The attributes during an evaluation, of one flag or of all, and what is known of them. Each segment is asked once,
 * however often others refer to it, and texts are read once. For one thread.
 */
final class EvaluationState {

    private static final byte IN = 1;
    private static final byte OUT = 2;

    private final Attributes attributes;
    private final byte @Nullable [] targetingKey;
    private final byte[] segments;
    private final Map<String, Optional<Instant>> dates = new HashMap<>();
    private final Map<String, Optional<SemanticVersion>> versions = new HashMap<>();

    EvaluationState(Attributes attributes, int numberOfSegments) {
        this.attributes = attributes;
        this.targetingKey = attributes
                .targetingKey()
                .map(key -> key.getBytes(StandardCharsets.UTF_8))
                .orElse(null);
        this.segments = new byte[numberOfSegments];
    }

    /** The date that an attribute's text is; null if it is none. */
    @Nullable
    Instant date(String text) {
        return dates.computeIfAbsent(text, written -> Optional.ofNullable(Dates.read(written)))
                .orElse(null);
    }

    /** The version that an attribute's text is; null if it is none. */
    @Nullable
    SemanticVersion version(String text) {
        return versions.computeIfAbsent(text, written -> Optional.ofNullable(SemanticVersion.read(written)))
                .orElse(null);
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
