package dev.flipswitch.server.json;

import dev.flipswitch.rules.Condition;
import dev.flipswitch.rules.Outcome;
import dev.flipswitch.rules.TargetingRule;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Makes JSON of rules and segments, which {@link RuleParser} reads as the same again. Stateless. */
public final class RuleWriter {

    private RuleWriter() {}

    /**
     * Writes the targeting rules of a flag.
     *
     * @param rules the rules
     * @return a list of objects
     */
    public static List<Map<String, Object>> rules(List<TargetingRule> rules) {
        return rules.stream().map(RuleWriter::rule).toList();
    }

    /**
     * Writes the groups of a segment.
     *
     * @param groups the groups
     * @return a list of lists of objects
     */
    public static List<List<Map<String, Object>>> groups(List<List<Condition>> groups) {
        return groups.stream().map(RuleWriter::conditions).toList();
    }

    private static Map<String, Object> rule(TargetingRule rule) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", rule.id());
        json.put("conditions", conditions(rule.conditions()));
        if (rule.outcome() instanceof Outcome.Split split) {
            json.put("rollout", split.rollout().percentages());
        } else if (rule.outcome() instanceof Outcome.Variant variant) {
            json.put("variant", variant.name());
        }
        return json;
    }

    private static List<Map<String, Object>> conditions(List<Condition> conditions) {
        return conditions.stream().map(RuleWriter::condition).toList();
    }

    private static Map<String, Object> condition(Condition condition) {
        Map<String, Object> json = new LinkedHashMap<>();
        if (!condition.attribute().isEmpty()) {
            json.put("attribute", condition.attribute());
        }
        json.put("operator", condition.operator().id());
        json.put("values", condition.values());
        return json;
    }
}
