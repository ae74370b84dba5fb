package dev.flipswitch.server.flags;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What is wrong with a stored flag or segment, and what is left of it. Immutable.
 *
 * @param reason what is wrong, in one line
 * @param flag the flag, if all of it can be read and yet not evaluated
 * @param parts else what can be read of it, as JSON, by the names that the administration uses
 */
public record Damage(String reason, Optional<Flag> flag, Map<String, Object> parts) {

    /** Copies. */
    public Damage {
        parts = Collections.unmodifiableMap(new LinkedHashMap<>(parts));
    }

    /** When it last changed, as far as is known. */
    Optional<Instant> changedAt() {
        return flag.map(Flag::updatedAt).or(() -> Optional.ofNullable(parts.get("updatedAt"))
                .map(Object::toString)
                .map(Instant::parse));
    }

    /**
     * Of something that no part is known of.
     *
     * @param reason what is wrong
     */
    public Damage(String reason) {
        this(reason, Optional.empty(), Map.of());
    }
}
