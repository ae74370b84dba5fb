package dev.flipswitch.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RolloutTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "off on  | on=0            | off 100",
                "on off  | on=0            | off 100",
                "off on  | on=10           | on 10, off 90",
                "on off  | on=10           | on 10, off 90",
                "a b c   | b=10            | b 10, c 90",
                "a b c   | c=10            | c 10, b 90",
                "a b c   | c=10 b=0        | c 10, a 90",
                "a b c   | a=20 c=30.5     | a 20, c 30.5, b 49.5",
                "a b c   | a=50 c=50       | a 50, c 50",
                "20 10   | 20=60           | 20 60, 10 40",
                "10 20   | 20=60           | 20 60, 10 40",
                "a b c d | a=33.3 b=33.3 c=33.3 | a 33.3, b 33.3, c 33.3, d 0.1",
            })
    void givesWhatIsLeftOverToTheLastVariantWithoutAPercentage(String variants, String percentages, String shares) {
        assertThat(shares(variants, percentages)).isEqualTo(shares);
        assertThatCode(() -> rollout(percentages).check("rollout", flag(variants)))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "on off  | on=60 off=39.999           | adds up to 99.999: 0.001 percent are missing",
                "a b c d | a=33.3 b=33.3 c=33.3 d=0   | adds up to 99.9: 0.1 percent are missing",
                "on off  | on=0 off=0                 | adds up to 0: 100 percent are missing",
            })
    void refusesToLeaveSomethingOverIfEachVariantHasItsOwnPercentage(
            String variants, String percentages, String message) {
        assertThatThrownBy(() -> rollout(percentages).check("rollout", flag(variants)))
                .isInstanceOf(InvalidFlagException.class)
                .hasMessageContaining(message);
    }

    @Test
    void takesPercentagesThatMake100InDecimalsOnly() {
        assertThatCode(() -> rollout("a=33.3 b=33.3 c=33.3 d=0.1").check("rollout", flag("a b c d")))
                .doesNotThrowAnyException();
    }

    @Test
    void namesTheRuleThatLeavesSomethingOver() {
        TargetingRule rule = new TargetingRule(
                "r", List.of(Condition.of("a", Operator.EQUALS, 1)), new Outcome.Split(rollout("on=1 off=2")));
        FlagConfiguration flag = new FlagConfiguration(flag("on off"), true, List.of(rule), Rollout.NONE, 1);

        assertThatThrownBy(flag::checkPercentages)
                .isInstanceOfSatisfying(
                        InvalidFlagException.class, e -> assertThat(e.field()).isEqualTo("rules[0].rollout"));
    }

    @Test
    void givesTheDefaultVariantWhatAnOldDatabaseLeavesToNobody() {
        assertThat(shares("a b c", "a=10 b=20 c=30")).isEqualTo("a 10, b 20, c 30, a 40");
    }

    @Test
    void movesNobodyWhenVariantsComeAndGo() {
        FlagDefinition before = flag("a b c");
        FlagDefinition after = flag("a c d");
        Rollout rollout = rollout("a=10 b=0");

        Rollout kept = rollout.redefined("rollout", before, after);

        assertThat(text(kept.shares(after))).isEqualTo("a 10, c 90").isEqualTo(text(rollout.shares(before)));
        assertThat(kept.percentages()).containsOnlyKeys("a", "d");
        assertThat(rollout("a=50 b=50")
                        .redefined("rollout", before, flag("b a d"))
                        .percentages())
                .containsOnlyKeys("a", "b");
    }

    @Test
    void staysARolloutWhenAllItsVariantsGo() {
        assertThat(text(rollout("c=0")
                        .redefined("rollout", flag("a b c"), flag("a b"))
                        .shares(flag("a b"))))
                .isEqualTo("b 100");
    }

    @Test
    void refusesToLoseTheVariantThatGetsWhatIsLeftOver() {
        assertThatThrownBy(() -> rollout("a=10").redefined("rollout", flag("a b c"), flag("a b")))
                .hasMessage("rollout must be able to give the 90 percent left over to c");
    }

    @Test
    void servesThoseOfAPercentageTheSameInAnyOrderOfTheVariants() {
        Ruleset one = ruleset("on off", "on=25");
        Ruleset other = ruleset("off on", "on=25");
        IntStream.range(0, 2_000)
                .mapToObj(i -> Attributes.of(Map.of("targetingKey", "user-" + i)))
                .forEach(user -> assertThat(one.evaluate("flag", user)).isEqualTo(other.evaluate("flag", user)));
    }

    private static Ruleset ruleset(String variants, String percentages) {
        return Ruleset.compile(
                List.of(new FlagConfiguration(flag(variants), true, rollout(percentages), 1)), List.of());
    }

    private static String shares(String variants, String percentages) {
        return text(rollout(percentages).shares(flag(variants)));
    }

    private static String text(List<Rollout.Share> shares) {
        return shares.stream()
                .map(share -> share.variant() + " " + share.percentage())
                .collect(Collectors.joining(", "));
    }

    private static Rollout rollout(String percentages) {
        Map<String, BigDecimal> map = new LinkedHashMap<>();
        for (String percentage : percentages.split(" ", -1)) {
            map.put(percentage.split("=", -1)[0], new BigDecimal(percentage.split("=", -1)[1]));
        }
        return new Rollout(map);
    }

    private static FlagDefinition flag(String variants) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (String variant : variants.split(" ", -1)) {
            map.put(variant, variant);
        }
        return new FlagDefinition("flag", FlagType.STRING, map, variants.split(" ", -1)[0]);
    }
}
