package dev.flipswitch.ofrep;

import dev.openfeature.sdk.ErrorCode;
import dev.openfeature.sdk.ImmutableMetadata;
import dev.openfeature.sdk.Value;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a server says of one flag for one context. Immutable, and valid until the flag changes. */
public sealed interface OfrepEvaluation {

    /** The flag's metadata; empty if there is none. */
    ImmutableMetadata metadata();

    /**
     * The flag has been evaluated.
     *
     * @param value the value; null where the server leaves it to the code's default
     * @param variant the variant's name, if the server gives one
     * @param reason the reason in the server's words, if it gives one
     * @param metadata the flag's metadata; empty if there is none
     */
    record Resolved(
            @Nullable Value value, @Nullable String variant, @Nullable String reason, ImmutableMetadata metadata)
            implements OfrepEvaluation {
        @Override
        public boolean equals(@Nullable Object other) { // by hand, as in dev.flipswitch.cache.Entry.Key
            return other instanceof Resolved resolved
                    && Objects.equals(value, resolved.value)
                    && Objects.equals(variant, resolved.variant)
                    && Objects.equals(reason, resolved.reason)
                    && metadata.equals(resolved.metadata);
        }
    }

    /**
     * The flag cannot be evaluated for this context, and asking again would not help.
     *
     * @param code the error's kind
     * @param details what the server says of it
     * @param metadata the flag's metadata; empty if there is none
     */
    record Failed(ErrorCode code, String details, ImmutableMetadata metadata) implements OfrepEvaluation {
        @Override
        public boolean equals(@Nullable Object other) { // by hand, as in dev.flipswitch.cache.Entry.Key
            return other instanceof Failed failed
                    && code == failed.code
                    && details.equals(failed.details)
                    && metadata.equals(failed.metadata);
        }
    }
}
