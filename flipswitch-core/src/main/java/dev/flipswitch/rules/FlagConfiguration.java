package dev.flipswitch.rules;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A flag as it is configured in one environment. Immutable; a {@link Ruleset} evaluates it.
 *
 * @param definition what the flag is
 * @param enabled whether it is on; while it is off, everybody gets the default variant
 * @param rules who gets what while it is on: the first that matches
 * @param rollout how the variants are dealt out to those whom no rule matches
 * @param version rises with every change of this configuration
 */
public record FlagConfiguration(
        FlagDefinition definition, boolean enabled, List<TargetingRule> rules, Rollout rollout, long version) {

    /**
     * Checks that the parts fit together.
     *
     * @throws InvalidFlagException if a rule or the rollout names a variant that the flag does not have, or if two rules
     *     have the same id
     */
    public FlagConfiguration {
        Limits.check("rules", rules.size(), Limits.RULES_PER_FLAG, "elements");
        rules = List.copyOf(rules);
        Set<String> ids = new HashSet<>();
        for (int i = 0; i < rules.size(); i++) {
            TargetingRule rule = rules.get(i);
            String field = "rules[" + i + "]";
            if (!ids.add(rule.id())) {
                throw new InvalidFlagException(field + ".id", "must not be " + rule.id() + ", as an earlier rule is");
            }
            check(definition, field + ".", rule.outcome());
        }
        check(definition, "", rollout);
    }

    /**
     * A flag without rules.
     *
     * @param definition what the flag is
     * @param enabled whether it is on
     * @param rollout how the variants are dealt out
     * @param version rises with every change of this configuration
     * @throws InvalidFlagException if the rollout names a variant that the flag does not have
     */
    public FlagConfiguration(FlagDefinition definition, boolean enabled, Rollout rollout, long version) {
        this(definition, enabled, List.of(), rollout, version);
    }

    /**
     * The same, turned on or off.
     *
     * @param enabled whether it is on
     * @return the configuration
     */
    public FlagConfiguration withEnabled(boolean enabled) {
        return new FlagConfiguration(definition, enabled, rules, rollout, version);
    }

    /**
     * The same with another version.
     *
     * @param version rises with every change of this configuration
     * @return the configuration
     */
    public FlagConfiguration withVersion(long version) {
        return new FlagConfiguration(definition, enabled, rules, rollout, version);
    }

    /**
     * Refuses percentages, of the rollout or of a rule, that leave something over although each variant has its own.
     * Whoever takes a new configuration calls this; one that was taken before is evaluated all the same.
     *
     * @throws InvalidFlagException naming the first rollout that does not make 100 percent
     */
    public void checkPercentages() {
        for (int i = 0; i < rules.size(); i++) {
            if (rules.get(i).outcome() instanceof Outcome.Split split) {
                split.rollout().check("rules[" + i + "].rollout", definition);
            }
        }
        rollout.check("rollout", definition);
    }

    /**
     * The same of a flag that is defined anew. Nobody moves to another variant by its percentages.
     *
     * @param definition what the flag is now
     * @return the configuration
     * @throws InvalidFlagException if a rule or the rollout uses a variant that the flag does not have any more
     */
    public FlagConfiguration redefined(FlagDefinition definition) {
        List<TargetingRule> kept = new ArrayList<>(rules.size());
        for (int i = 0; i < rules.size(); i++) {
            TargetingRule rule = rules.get(i);
            kept.add(
                    rule.outcome() instanceof Outcome.Split split
                            ? new TargetingRule(
                                    rule.id(),
                                    rule.conditions(),
                                    new Outcome.Split(split.rollout()
                                            .redefined("rules[" + i + "].rollout", this.definition, definition)))
                            : rule);
        }
        return new FlagConfiguration(
                definition, enabled, kept, rollout.redefined("rollout", this.definition, definition), version);
    }

    private static void check(FlagDefinition definition, String place, Outcome outcome) {
        if (outcome instanceof Outcome.Variant variant) {
            checkVariant(definition, place + "variant", variant.name());
        } else if (outcome instanceof Outcome.Split split) {
            check(definition, place, split.rollout());
        }
    }

    private static void check(FlagDefinition definition, String place, Rollout rollout) {
        for (String variant : rollout.percentages().keySet()) {
            checkVariant(definition, place + "rollout." + variant, variant);
        }
    }

    private static void checkVariant(FlagDefinition definition, String field, String variant) {
        if (!definition.variants().containsKey(variant)) {
            throw new InvalidFlagException(
                    field,
                    "must be one of the variants " + definition.variants().keySet());
        }
    }
}
