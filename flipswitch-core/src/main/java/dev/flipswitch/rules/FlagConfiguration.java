package dev.flipswitch.rules;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A flag as it is configured in one environment. Immutable; evaluating it is a pure function.
 *
 * @param definition what the flag is
 * @param enabled whether it is on; while it is off, everybody gets the default variant
 * @param rollout how the variants are dealt out while it is on
 * @param version rises with every change of this configuration
 */
public record FlagConfiguration(FlagDefinition definition, boolean enabled, Rollout rollout, long version) {

    /**
     * Checks that the parts fit together.
     *
     * @throws InvalidFlagException if the rollout names a variant that the flag does not have
     */
    public FlagConfiguration {
        for (String variant : rollout.percentages().keySet()) {
            if (!definition.variants().containsKey(variant)) {
                throw new InvalidFlagException(
                        "rollout." + variant,
                        "must be one of the variants " + definition.variants().keySet());
            }
        }
    }

    /**
     * Chooses a variant. Whether the flag is off is asked first, then the rollout; what is left gets the default
     * variant.
     *
     * @param targetingKey whom to choose for, empty if the context does not say
     * @return the choice
     */
    public Evaluation evaluate(Optional<String> targetingKey) {
        if (!enabled) {
            return serve(definition.defaultVariant(), Reason.DISABLED);
        }
        if (rollout.isNone()) {
            return serve(definition.defaultVariant(), Reason.STATIC);
        }
        String sole = soleVariant();
        if (sole != null) {
            return serve(sole, Reason.SPLIT);
        }
        return targetingKey
                .<Evaluation>map(key -> serve(variantAt(Bucket.of(definition.key(), key)), Reason.SPLIT))
                .orElseGet(Evaluation.TargetingKeyMissing::new);
    }

    private Evaluation.Served serve(String variant, Reason reason) {
        Object value = definition.variants().get(variant);
        if (value == null) {
            throw new IllegalStateException("no variant " + variant + " in " + definition.key());
        }
        return new Evaluation.Served(variant, value, reason);
    }

    /** The variant that gets every bucket, if one does. */
    private @Nullable String soleVariant() {
        String first = variantAt(0);
        return first.equals(variantAt(Rollout.BUCKETS - 1)) ? first : null;
    }

    /** Ranges of buckets follow each other in the order of the variants; the last variant's range ends at 100 %. */
    private String variantAt(int bucket) {
        int end = 0;
        String last = definition.defaultVariant();
        for (String variant : definition.variants().keySet()) {
            end += rollout.buckets(variant);
            if (bucket < end) {
                return variant;
            }
            last = variant;
        }
        return last;
    }
}
