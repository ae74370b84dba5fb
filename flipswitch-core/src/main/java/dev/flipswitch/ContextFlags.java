package dev.flipswitch;

import dev.openfeature.sdk.FlagEvaluationDetails;
import dev.openfeature.sdk.Value;
import dev.openfeature.sdk.exceptions.GeneralError;
import dev.openfeature.sdk.exceptions.ProviderNotReadyError;
import java.util.Map;

/**
 * The flags for one evaluation context, which is made ready once and not for each evaluation: for frameworks that evaluate
 * many flags for one user. The answers are as current as those of OpenFeature's client, and the same, but no hook sees
 * them. Thread-safe.
 */
public final class ContextFlags {
    private final FlagCache flags;
    private final String contextJson;

    ContextFlags(FlagCache flags, String contextJson) {
        this.flags = flags;
        this.contextJson = contextJson;
    }

    /**
     * Evaluates a flag of any type.
     *
     * @param key the flag's key
     * @return what OpenFeature's client would say of it as an object; its value is null where it has an error code
     */
    public FlagEvaluationDetails<Value> evaluate(String key) {
        return FlagEvaluationDetails.from(
                ProviderEvaluations.of(key, new Value(), flags.get(key, contextJson), ValueReader.OBJECT), key);
    }

    /**
     * Evaluates all flags at once. The answer is kept, and asked for again when something has changed.
     *
     * @return each flag's evaluation by its key; the last known ones, with the reason {@code STALE}, while the server
     *     cannot be asked
     * @throws GeneralError if the server cannot be asked and nothing is known for this context
     * @throws ProviderNotReadyError if the provider has been shut down
     */
    public Map<String, FlagEvaluationDetails<Value>> evaluateAll() {
        return ProviderEvaluations.ofAll(flags.all(contextJson));
    }
}
