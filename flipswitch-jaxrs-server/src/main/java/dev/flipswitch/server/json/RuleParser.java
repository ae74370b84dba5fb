package dev.flipswitch.server.json;

import dev.flipswitch.rules.Condition;
import dev.flipswitch.rules.InvalidFlagException;
import dev.flipswitch.rules.Operator;
import dev.flipswitch.rules.Outcome;
import dev.flipswitch.rules.Rollout;
import dev.flipswitch.rules.TargetingRule;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Makes rules and segments of JSON, in the form that {@code docs/targeting.md} describes. What makes no sense is refused
 * as {@link InvalidFlagException} with its place, such as {@code rules[2].conditions[0].values[1]}. Stateless.
 */
public final class RuleParser {

    private RuleParser() {}

    /**
     * Reads the targeting rules of a flag.
     *
     * @param rules a list of objects
     * @return the rules in their order
     */
    public static List<TargetingRule> rules(List<?> rules) {
        return objects("rules", rules, RuleParser::rule);
    }

    /**
     * Reads the groups of a segment.
     *
     * @param groups a list of lists of objects
     * @return the groups in their order
     */
    public static List<List<Condition>> groups(List<?> groups) {
        List<List<Condition>> read = new ArrayList<>();
        for (int i = 0; i < groups.size(); i++) {
            String place = "groups[" + i + "]";
            if (!(groups.get(i) instanceof List<?> conditions)) {
                throw new InvalidFlagException(place, "must be a list of conditions");
            }
            read.add(objects(place, conditions, RuleParser::condition));
        }
        return read;
    }

    private static TargetingRule rule(Map<?, ?> rule) {
        JsonFields fields = JsonFields.of(rule, "id", "conditions", "variant", "rollout");
        return new TargetingRule(
                fields.text("id"),
                objects("conditions", fields.list("conditions"), RuleParser::condition),
                outcome(fields));
    }

    private static Outcome outcome(JsonFields fields) {
        if (fields.has("rollout") == fields.has("variant")) {
            throw new InvalidFlagException("variant", "must be given, or rollout in its place, but not both");
        }
        return fields.has("variant")
                ? new Outcome.Variant(fields.text("variant"))
                : new Outcome.Split(new Rollout(fields.percentages("rollout")));
    }

    private static Condition condition(Map<?, ?> condition) {
        JsonFields fields = JsonFields.of(condition, "attribute", "operator", "values");
        Operator operator = Operator.of(fields.text("operator"))
                .orElseThrow(() -> new InvalidFlagException(
                        "operator",
                        "must be one of "
                                + Arrays.stream(Operator.values())
                                        .map(Operator::id)
                                        .toList()));
        return new Condition(fields.text("attribute", ""), operator, new ArrayList<>(fields.list("values")));
    }

    private static <T> List<T> objects(String field, List<?> elements, Function<Map<?, ?>, T> reading) {
        List<T> read = new ArrayList<>(elements.size());
        for (int i = 0; i < elements.size(); i++) {
            String place = field + "[" + i + "]";
            if (!(elements.get(i) instanceof Map<?, ?> element)) {
                throw new InvalidFlagException(place, "must be an object");
            }
            try {
                read.add(reading.apply(element));
            } catch (InvalidFlagException e) {
                throw e.in(place);
            }
        }
        return read;
    }
}
