package dev.flipswitch.persistence;

import dev.flipswitch.ofrep.BulkEvaluation;
import dev.flipswitch.ofrep.OfrepEvaluation;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The last known values, as a cache file holds them. Immutable; in order, those of this run first.
 *
 * @param single the evaluations of single flags
 * @param bulk those of all flags at once, their keys' flag being the empty text
 */
public record CacheSnapshot(Map<FlagInContext, OfrepEvaluation> single, Map<FlagInContext, BulkEvaluation> bulk) {
    static final CacheSnapshot NONE = new CacheSnapshot(Map.of(), Map.of());

    /** A flag, and the fingerprint of a context. */
    public record FlagInContext(String flag, String context) {
        @Override
        public boolean equals(@Nullable Object other) { // by hand, as in dev.flipswitch.cache.Entry.Key
            return other instanceof FlagInContext key && flag.equals(key.flag) && context.equals(key.context);
        }

        public static FlagInContext of(String flag, String contextJson) {
            return new FlagInContext(flag, Fingerprints.ofContext(contextJson));
        }
    }

    /** Copies its arguments. */
    public CacheSnapshot {
        single = Collections.unmodifiableMap(new LinkedHashMap<>(single));
        bulk = Collections.unmodifiableMap(new LinkedHashMap<>(bulk));
    }

    @Override
    public boolean equals(@Nullable Object other) { // by hand, as in dev.flipswitch.cache.Entry.Key
        return other instanceof CacheSnapshot values && single.equals(values.single) && bulk.equals(values.bulk);
    }

    boolean isEmpty() {
        return single.isEmpty() && bulk.isEmpty();
    }
}
