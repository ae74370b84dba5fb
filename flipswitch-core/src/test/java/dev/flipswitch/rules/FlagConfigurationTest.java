package dev.flipswitch.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FlagConfigurationTest {

    private static final Attributes SOMEBODY = Attributes.of(Map.of("targetingKey", "user-123"));
    private static final Attributes NOBODY = Attributes.NONE;

    @Test
    void servesTheDefaultVariantWhileItIsDisabled() {
        assertThat(evaluate(flag(false, rollout("on", "100")), SOMEBODY))
                .isEqualTo(served("off", false, Reason.DISABLED));
    }

    @Test
    void servesTheDefaultVariantWithoutARollout() {
        assertThat(evaluate(flag(true, Rollout.NONE), NOBODY)).isEqualTo(served("off", false, Reason.STATIC));
    }

    @Test
    void servesToEverybodyWithoutATargetingKeyIfOneVariantGetsAll() {
        assertThat(evaluate(flag(true, rollout("on", "100")), NOBODY)).isEqualTo(served("on", true, Reason.SPLIT));
        assertThat(evaluate(flag(true, rollout("on", "0")), NOBODY)).isEqualTo(served("off", false, Reason.SPLIT));
        assertThat(evaluate(flag(true, rollout("off", "100")), NOBODY)).isEqualTo(served("off", false, Reason.SPLIT));
    }

    @Test
    void missesTheTargetingKeyWhereItReallySplits() {
        assertThat(evaluate(flag(true, rollout("on", "99.999")), NOBODY))
                .isInstanceOf(Evaluation.TargetingKeyMissing.class);
        assertThat(evaluate(flag(true, rollout("on", "0.001")), NOBODY))
                .isInstanceOf(Evaluation.TargetingKeyMissing.class);
    }

    @Test
    void leavesTheRestToTheVariantWithoutAPercentage() {
        FlagConfiguration flag = flag(true, rollout("on", "25"));

        long on = IntStream.range(0, 10_000).filter(i -> isOn(flag, i)).count();

        assertThat(on).isBetween(2_350L, 2_650L);
    }

    @Test
    void onlyAddsUsersWhenAPercentageRises() {
        Set<Integer> before = Set.of();
        for (String percentage : new String[] {"0.001", "0.5", "1", "33.333", "50", "99.999", "100"}) {
            FlagConfiguration flag = flag(true, rollout("on", percentage));
            Set<Integer> users = new TreeSet<>();
            IntStream.range(0, 2_000).filter(i -> isOn(flag, i)).forEach(users::add);
            assertThat(users).containsAll(before);
            before = users;
        }
        assertThat(before).hasSize(2_000);
    }

    @Test
    void refusesRulesThatDoNotFitIt() {
        refuses("rules[1].variant", rule("a", "on"), rule("b", "maybe"));
        refuses("rules[1].id", rule("a", "on"), rule("a", "off"));
        refuses("rules[0].rollout.maybe", rule("a", new Outcome.Split(rollout("maybe", "10"))));
        refuses(
                "rules",
                IntStream.rangeClosed(0, 1_000)
                        .mapToObj(i -> rule("rule-" + i, "on"))
                        .toArray(TargetingRule[]::new));
    }

    private static void refuses(String field, TargetingRule... rules) {
        FlagDefinition definition = flag(true, Rollout.NONE).definition();
        assertThatThrownBy(() -> new FlagConfiguration(definition, true, List.of(rules), Rollout.NONE, 1))
                .isInstanceOfSatisfying(
                        InvalidFlagException.class, e -> assertThat(e.field()).isEqualTo(field));
    }

    private static TargetingRule rule(String id, String variant) {
        return rule(id, new Outcome.Variant(variant));
    }

    private static TargetingRule rule(String id, Outcome outcome) {
        return new TargetingRule(id, List.of(Condition.of("country", Operator.EQUALS, "DE")), outcome);
    }

    @Test
    void refusesARolloutToAVariantThatItDoesNotHave() {
        assertThatThrownBy(() -> flag(true, rollout("maybe", "10")))
                .isInstanceOf(InvalidFlagException.class)
                .hasMessage("rollout.maybe must be one of the variants [on, off]");
    }

    private static Evaluation evaluate(FlagConfiguration flag, Attributes attributes) {
        return Ruleset.compile(List.of(flag), List.of())
                .evaluate("dark-mode", attributes)
                .orElseThrow();
    }

    private static Evaluation served(String variant, boolean value, Reason reason) {
        return new Evaluation.Served(variant, value, reason, Map.of("flagType", "boolean", "version", 1L));
    }

    private static boolean isOn(FlagConfiguration flag, int user) {
        return evaluate(flag, Attributes.of(Map.of("targetingKey", "user-" + user)))
                .equals(served("on", true, Reason.SPLIT));
    }

    private static Rollout rollout(String variant, String percentage) {
        return new Rollout(Map.of(variant, new BigDecimal(percentage)));
    }

    private static FlagConfiguration flag(boolean enabled, Rollout rollout) {
        Map<String, Object> variants = new LinkedHashMap<>();
        variants.put("on", true);
        variants.put("off", false);
        return new FlagConfiguration(
                new FlagDefinition("dark-mode", FlagType.BOOLEAN, variants, "off"), enabled, rollout, 1);
    }
}
