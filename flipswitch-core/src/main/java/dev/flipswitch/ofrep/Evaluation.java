package dev.flipswitch.ofrep;

import dev.openfeature.sdk.ErrorCode;
import dev.openfeature.sdk.ImmutableMetadata;
import dev.openfeature.sdk.Value;
import org.jspecify.annotations.Nullable;

/** What a server says of one flag for one context. Immutable, and valid until the flag changes. */
public sealed interface Evaluation {

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
            implements Evaluation {}

    /**
     * The flag cannot be evaluated for this context, and asking again would not help.
     *
     * @param code the error's kind
     * @param details what the server says of it
     */
    record Failed(ErrorCode code, String details) implements Evaluation {}
}
