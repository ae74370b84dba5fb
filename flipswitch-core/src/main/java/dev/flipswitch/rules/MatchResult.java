package dev.flipswitch.rules;

/** How an attribute compares with a condition's values. */
enum MatchResult {
    MATCHES,
    DIFFERS,
    /** The attribute is missing or of another type: it matches no operator, not even a negated one. */
    INCOMPARABLE;

    static MatchResult of(boolean matches) {
        return matches ? MATCHES : DIFFERS;
    }
}
