package dev.flipswitch.rules;

/** Why an evaluation chose its variant. The names are those of OpenFeature. */
public enum Reason {
    /** The flag is off in this environment. */
    DISABLED,
    /** The gradual rollout decided. */
    SPLIT,
    /** Nothing but the default variant applied. */
    STATIC
}
