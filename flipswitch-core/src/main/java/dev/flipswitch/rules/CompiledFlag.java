package dev.flipswitch.rules;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A flag whose references are resolved and whose answers are made already. Immutable. */
final class CompiledFlag {

    private record Rule(CompiledCondition condition, VariantSelector serving) {}

    private final FlagConfiguration flag;
    private final long version;
    private final List<Rule> rules;
    private final VariantSelector otherwise;

    CompiledFlag(FlagConfiguration flag, SegmentCompiler segments) {
        this.flag = flag;
        SortedMap<String, CompiledSegment> used = new TreeMap<>();
        String place = "flags." + flag.definition().key() + ".rules[";
        List<CompiledCondition> conditions = IntStream.range(0, flag.rules().size())
                .mapToObj(i -> segments.all(
                        place + i + "].conditions", flag.rules().get(i).conditions(), used))
                .toList();
        version = VersionHash.flagVersion(flag, used);
        rules = flag.enabled() ? rules(conditions) : List.of();
        otherwise = otherwise();
    }

    Evaluation evaluate(EvaluationState subject) {
        for (Rule rule : rules) {
            if (rule.condition().matches(subject)) {
                return rule.serving().to(subject);
            }
        }
        return otherwise.to(subject);
    }

    private List<Rule> rules(List<CompiledCondition> conditions) {
        return IntStream.range(0, conditions.size())
                .mapToObj(i -> new Rule(conditions.get(i), serving(flag.rules().get(i))))
                .toList();
    }

    private VariantSelector serving(TargetingRule rule) {
        if (rule.outcome() instanceof Outcome.Split split) {
            return split(split.rollout(), rule.id());
        }
        Outcome.Variant variant = (Outcome.Variant) rule.outcome();
        return always(variant.name(), Reason.TARGETING_MATCH, rule.id());
    }

    private VariantSelector otherwise() {
        if (!flag.enabled()) {
            return always(flag.definition().defaultVariant(), Reason.DISABLED, null);
        }
        return flag.rollout().isNone()
                ? always(flag.definition().defaultVariant(), Reason.STATIC, null)
                : split(flag.rollout(), null);
    }

    private VariantSelector always(String variant, Reason reason, @Nullable String rule) {
        Evaluation served = served(variant, reason, metadata(rule));
        return subject -> served;
    }

    private VariantSelector split(Rollout rollout, @Nullable String rule) {
        Map<String, Object> metadata = metadata(rule);
        return VariantSelector.split(
                flag.definition(),
                rollout,
                variant -> served(variant, Reason.SPLIT, metadata),
                new Evaluation.TargetingKeyMissing(metadata));
    }

    private Evaluation served(String variant, Reason reason, Map<String, Object> metadata) {
        Object value = flag.definition().variants().get(variant);
        if (value == null) {
            throw new IllegalStateException("checked by the flag: " + variant);
        }
        return new Evaluation.Served(variant, value, reason, metadata);
    }

    private Map<String, Object> metadata(@Nullable String rule) {
        Map<String, Object> metadata = new LinkedHashMap<>();
        metadata.put("flagType", flag.definition().type().id());
        metadata.put("version", version);
        if (rule != null) {
            metadata.put("rule", rule);
        }
        return Collections.unmodifiableMap(metadata);
    }
}
