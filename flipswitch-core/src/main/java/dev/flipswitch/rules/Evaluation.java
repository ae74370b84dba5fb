package dev.flipswitch.rules;

/** What came of an evaluation. Immutable. */
public sealed interface Evaluation {

    /**
     * A variant was chosen.
     *
     * @param variant the variant's name
     * @param value its value, in the form of the flag's {@link FlagType}
     * @param reason why this one
     */
    record Served(String variant, Object value, Reason reason) implements Evaluation {}

    /** The rollout splits by targeting key, and the context has none. */
    record TargetingKeyMissing() implements Evaluation {}
}
