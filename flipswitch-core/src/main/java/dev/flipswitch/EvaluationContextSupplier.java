package dev.flipswitch;

import dev.openfeature.sdk.EvaluationContext;

/**
 * Gives the application's own evaluation context: its name, its version, the data centre that it runs in. It is asked at each
 * evaluation, so it must be fast and may give another context each time; it must not evaluate flags itself. Several threads
 * may ask at once. Where a request, a client or a call names the same attribute or a targeting key, theirs holds. What it
 * throws ends the evaluation in an error, with the default; changes are looked for in the context that it gave last.
 *
 * @see <a href="https://openfeature.dev/specification/sections/evaluation-context">OpenFeature specification, section 3,
 *     evaluation context</a>
 */
@FunctionalInterface
public interface EvaluationContextSupplier {
    /**
     * The context as it is now.
     *
     * @return the context; an empty one if there is nothing to say
     */
    EvaluationContext get();
}
