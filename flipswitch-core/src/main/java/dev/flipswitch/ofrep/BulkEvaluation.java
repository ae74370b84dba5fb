package dev.flipswitch.ofrep;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a server says of all flags for one context. Immutable. Its text leaves the streams' URLs out, which may hold
 * credentials.
 *
 * @param flags each flag's evaluation by its key
 * @param etag the entity tag, or null if the server gave none
 * @param eventStreams the event streams that announce changes; empty if the server offers none
 */
public record BulkEvaluation(Map<String, OfrepEvaluation> flags, @Nullable String etag, List<URI> eventStreams) {
    /** Stands for all flags where a flag's key is asked for. */
    public static final String ALL_FLAGS = "";

    /** Copies its arguments. */
    public BulkEvaluation {
        flags = Map.copyOf(flags);
        eventStreams = List.copyOf(eventStreams);
    }

    @Override
    public String toString() {
        return "BulkEvaluation[flags=" + flags.size() + ", eventStreams=" + eventStreams.size() + "]";
    }

    @Override
    public boolean equals(@Nullable Object other) { // by hand, as in dev.flipswitch.cache.Entry.Key
        return other instanceof BulkEvaluation all
                && flags.equals(all.flags)
                && Objects.equals(etag, all.etag)
                && eventStreams.equals(all.eventStreams);
    }
}
