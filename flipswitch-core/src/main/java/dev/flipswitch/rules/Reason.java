package dev.flipswitch.rules;

/** Why an evaluation chose its variant. The names are those of OpenFeature. */
public enum Reason {
    /** The flag is off in this environment. */
    DISABLED,
    /** A rule matched that serves one variant. */
    TARGETING_MATCH,
    /** The gradual rollout decided, or the percentages of a rule that matched. */
    SPLIT,
    /** Nothing but the default variant applied. */
    STATIC
}
