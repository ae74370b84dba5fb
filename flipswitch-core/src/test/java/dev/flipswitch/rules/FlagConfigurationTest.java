package dev.flipswitch.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FlagConfigurationTest {

    private static final Optional<String> SOMEBODY = Optional.of("user-123");
    private static final Optional<String> NOBODY = Optional.empty();

    @Test
    void servesTheDefaultVariantWhileItIsDisabled() {
        assertThat(flag(false, rollout("on", "100")).evaluate(SOMEBODY))
                .isEqualTo(new Evaluation.Served("off", false, Reason.DISABLED));
    }

    @Test
    void servesTheDefaultVariantWithoutARollout() {
        assertThat(flag(true, Rollout.NONE).evaluate(NOBODY))
                .isEqualTo(new Evaluation.Served("off", false, Reason.STATIC));
    }

    @Test
    void servesToEverybodyWithoutATargetingKeyIfOneVariantGetsAll() {
        assertThat(flag(true, rollout("on", "100")).evaluate(NOBODY))
                .isEqualTo(new Evaluation.Served("on", true, Reason.SPLIT));
        assertThat(flag(true, rollout("on", "0")).evaluate(NOBODY))
                .isEqualTo(new Evaluation.Served("off", false, Reason.SPLIT));
        assertThat(flag(true, rollout("off", "60")).evaluate(NOBODY))
                .isEqualTo(new Evaluation.Served("off", false, Reason.SPLIT));
    }

    @Test
    void missesTheTargetingKeyWhereItReallySplits() {
        assertThat(flag(true, rollout("on", "99.999")).evaluate(NOBODY))
                .isEqualTo(new Evaluation.TargetingKeyMissing());
        assertThat(flag(true, rollout("on", "0.001")).evaluate(NOBODY)).isEqualTo(new Evaluation.TargetingKeyMissing());
    }

    @Test
    void leavesTheRestToTheLastVariant() {
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
            IntStream.range(0, 5_000).filter(i -> isOn(flag, i)).forEach(users::add);
            assertThat(users).containsAll(before);
            before = users;
        }
        assertThat(before).hasSize(5_000);
    }

    @Test
    void refusesARolloutToAVariantThatItDoesNotHave() {
        assertThatThrownBy(() -> flag(true, rollout("maybe", "10")))
                .isInstanceOf(InvalidFlagException.class)
                .hasMessage("rollout.maybe must be one of the variants [on, off]");
    }

    private static boolean isOn(FlagConfiguration flag, int user) {
        return flag.evaluate(Optional.of("user-" + user)).equals(new Evaluation.Served("on", true, Reason.SPLIT));
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
