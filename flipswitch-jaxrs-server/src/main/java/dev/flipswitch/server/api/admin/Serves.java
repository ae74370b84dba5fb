package dev.flipswitch.server.api.admin;

import dev.flipswitch.rules.Condition;
import dev.flipswitch.rules.FlagConfiguration;
import dev.flipswitch.rules.Outcome;
import dev.flipswitch.rules.Rollout;
import dev.flipswitch.rules.TargetingRule;
import dev.flipswitch.server.json.JsonWriter;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Says what a flag serves in an environment, to whom and why. Stateless. */
final class Serves {

    /** So many rules a sentence names. */
    private static final int RULES = 5;
    /** So many of a condition's values are named. */
    private static final int VALUES = 3;

    private static final int LONGEST_VALUE = 40;

    private Serves() {}

    /** A sentence on the present, and what is served while the flag is enabled. */
    static Map<String, Object> of(FlagConfiguration flag) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("summary", summary(flag));
        body.put("whileEnabled", whileEnabled(flag));
        return body;
    }

    static String summary(FlagConfiguration flag) {
        if (!flag.enabled()) {
            return "disabled: everybody gets the default variant, "
                    + flag.definition().defaultVariant();
        }
        List<TargetingRule> rules = flag.rules();
        StringBuilder text = new StringBuilder("enabled: ");
        rules.stream().limit(RULES).forEach(rule -> text.append("rule ")
                .append(rule.id())
                .append(": ")
                .append(shares(shares(flag, rule.outcome())))
                .append("; "));
        if (rules.size() > RULES) {
            text.append(rules.size() - RULES).append(" more rules; ");
        }
        text.append(rules.isEmpty() ? "everybody gets " : "everybody else: ");
        text.append(shares(otherwise(flag)));
        return flag.rollout().isNone()
                ? text.append(", the default variant, since there is no rollout")
                        .toString()
                : text.toString();
    }

    private static List<Object> whileEnabled(FlagConfiguration flag) {
        List<Object> parts = new ArrayList<>();
        flag.rules().forEach(rule -> {
            String conditions = rule.conditions().stream().map(Serves::words).collect(Collectors.joining(" and "));
            parts.add(part("rule " + rule.id(), shares(flag, rule.outcome()), conditions));
        });
        parts.add(part(
                flag.rules().isEmpty() ? "everybody" : "everybody else",
                otherwise(flag),
                flag.rollout().isNone() ? "the default variant, since there is no rollout" : "by the rollout"));
        return parts;
    }

    private static Map<String, Object> part(String to, List<Rollout.Share> shares, String because) {
        Map<String, Object> part = new LinkedHashMap<>();
        part.put("to", to);
        part.put("shares", shares.stream().map(Serves::json).toList());
        part.put("because", because);
        return part;
    }

    private static Map<String, Object> json(Rollout.Share share) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("variant", share.variant());
        json.put("percentage", share.percentage());
        return json;
    }

    private static List<Rollout.Share> otherwise(FlagConfiguration flag) {
        return flag.rollout().isNone()
                ? all(flag.definition().defaultVariant())
                : flag.rollout().shares(flag.definition());
    }

    private static List<Rollout.Share> shares(FlagConfiguration flag, Outcome outcome) {
        return outcome instanceof Outcome.Split split
                ? split.rollout().shares(flag.definition())
                : all(((Outcome.Variant) outcome).name());
    }

    private static List<Rollout.Share> all(String variant) {
        return List.of(new Rollout.Share(variant, BigDecimal.valueOf(100)));
    }

    private static String shares(List<Rollout.Share> shares) {
        return shares.size() == 1
                ? shares.get(0).variant()
                : shares.stream()
                        .map(share -> share.variant() + " " + share.percentage() + " %")
                        .collect(Collectors.joining(", "));
    }

    /** As {@code country in "DE", "FR"}. */
    private static String words(Condition condition) {
        String values = condition.values().stream()
                .limit(VALUES)
                .map(JsonWriter::write)
                .map(value -> value.length() > LONGEST_VALUE ? value.substring(0, LONGEST_VALUE) + "…" : value)
                .collect(Collectors.joining(", "));
        int more = condition.values().size() - VALUES;
        return (condition.attribute() + " " + condition.operator().id() + " " + values).strip()
                + (more > 0 ? " or " + more + " more" : "");
    }
}
