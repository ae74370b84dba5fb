package dev.flipswitch.rules;

import java.util.Map;

/** What came of an evaluation. Immutable. */
public sealed interface Evaluation {

    /**
     * A variant was chosen.
     *
     * @param variant the variant's name
     * @param value its value, in the form of the flag's {@link FlagType}
     * @param reason why this one
     * @param metadata {@code flagType} and {@code version}, a {@link Long} that changes when the flag's configuration
     *     or a segment that it uses does. Also {@code rule}, the id of the rule that matched, if one did
     */
    record Served(String variant, Object value, Reason reason, Map<String, Object> metadata) implements Evaluation {}

    /**
     * The variants are split by targeting key here, and the context has none.
     *
     * @param metadata as for {@link Served}
     */
    record TargetingKeyMissing(Map<String, Object> metadata) implements Evaluation {}
}
