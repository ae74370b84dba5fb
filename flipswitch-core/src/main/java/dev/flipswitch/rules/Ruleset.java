package dev.flipswitch.rules;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * All flags of an environment, compiled once for each change of a flag or a segment. Immutable; evaluating is a pure
 * function, takes no lock and never throws for any attributes.
 */
public final class Ruleset {

    /** So many flags a project may have. */
    public static final int MAX_FLAGS = Limits.FLAGS;

    /** No flags. */
    public static final Ruleset NONE = compile(List.of(), List.of());

    private final Map<String, CompiledFlag> flags;
    private final int segments;

    private Ruleset(Map<String, CompiledFlag> flags, int segments) {
        this.flags = flags;
        this.segments = segments;
    }

    /**
     * Resolves what the flags and segments refer to.
     *
     * @param flags the flags, each key once
     * @param segments the project's segments, each key once
     * @return what evaluates them
     * @throws InvalidFlagException if there are too many, if one refers to a segment that does not exist, or if
     *     segments refer to each other in a circle. It names the place, such as
     *     {@code flags.dark-mode.rules[2].conditions[0].values[1]}
     */
    public static Ruleset compile(Collection<FlagConfiguration> flags, Collection<Segment> segments) {
        Limits.check("flags", flags.size(), Limits.FLAGS, "elements");
        SegmentCompiler compiler = new SegmentCompiler(segments);
        Map<String, CompiledFlag> compiled = new TreeMap<>();
        for (FlagConfiguration flag : flags) {
            String key = flag.definition().key();
            if (compiled.put(key, new CompiledFlag(flag, compiler)) != null) {
                throw new InvalidFlagException("flags." + key, "must be there only once");
            }
        }
        return new Ruleset(new LinkedHashMap<>(compiled), compiler.size());
    }

    /**
     * Evaluates a flag. Whether it is off is asked first, then its rules in their order, then its rollout; what is left
     * gets the default variant.
     *
     * @param flagKey which flag
     * @param attributes for whom
     * @return what came of it, empty if there is no such flag
     */
    public Optional<Evaluation> evaluate(String flagKey, Attributes attributes) {
        return Optional.ofNullable(flags.get(flagKey))
                .map(flag -> flag.evaluate(new EvaluationState(attributes, segments)));
    }

    /**
     * Evaluates all flags.
     *
     * @param attributes for whom
     * @return what came of each, by the flags' keys in their order
     */
    public Map<String, Evaluation> evaluateAll(Attributes attributes) {
        EvaluationState subject = new EvaluationState(attributes, segments);
        Map<String, Evaluation> evaluations = new LinkedHashMap<>(flags.size() * 2);
        flags.forEach((key, flag) -> evaluations.put(key, flag.evaluate(subject)));
        return evaluations;
    }
}
