package dev.flipswitch.rules;

/** What a rule serves to those whom it matches. Immutable. */
public sealed interface Outcome {

    /**
     * One variant.
     *
     * @param name the variant's name
     */
    record Variant(String name) implements Outcome {}

    /**
     * Several variants, dealt out by percentages.
     *
     * @param rollout the percentages
     */
    record Split(Rollout rollout) implements Outcome {

        /**
         * Checks.
         *
         * @throws InvalidFlagException if there are no percentages
         */
        public Split {
            if (rollout.isNone()) {
                throw new InvalidFlagException("rollout", "must have at least one member, a variant's percentage");
            }
        }
    }
}
