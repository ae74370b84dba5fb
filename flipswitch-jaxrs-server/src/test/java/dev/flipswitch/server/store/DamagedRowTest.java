package dev.flipswitch.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flipswitch.rules.Condition;
import dev.flipswitch.rules.FlagConfiguration;
import dev.flipswitch.rules.FlagDefinition;
import dev.flipswitch.rules.FlagType;
import dev.flipswitch.rules.Operator;
import dev.flipswitch.rules.Outcome;
import dev.flipswitch.rules.Rollout;
import dev.flipswitch.rules.Segment;
import dev.flipswitch.rules.TargetingRule;
import dev.flipswitch.server.config.DatabaseSettings;
import dev.flipswitch.server.flags.ConflictException;
import dev.flipswitch.server.flags.Damage;
import dev.flipswitch.server.flags.FlagService;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows that were changed by hand, or by a fault. */
class DamagedRowTest extends StoreFixture {

    private static final FlagDefinition OTHER =
            new FlagDefinition("other", FlagType.BOOLEAN, Map.of("on", true, "off", false), "off");

    @TempDir
    Path folder;

    @Override
    DatabaseSettings newDatabase() {
        return new DatabaseSettings.Folder(folder);
    }

    private static final TargetingRule SOUND = new TargetingRule(
            "gold", List.of(Condition.of("plan", Operator.EQUALS, "gold")), new Outcome.Variant("on"));

    private static final String RULE =
            "{\"id\":\"gold\",\"conditions\":[{\"attribute\":\"plan\",\"operator\":\"equals\",\"values\":[\"gold\"]}],\"variant\":\"on\"}";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "flags set type = 'complex'",
                "flags set variants = '{'",
                "flags set variants = 'null'",
                "flags set tags = '[1]'",
                "flags set default_variant = 'none'",
                "flag_rules set rules = '[{}]'",
                "flag_rules set rules = '[" + RULE + ",7]'",
                "flag_environments set rollout = '7'",
                "flag_environments set rollout = ''"
            })
    void keepsNoOtherFlagFromBeingServedAndIsMendedByANewDefinition(String damage) {
        FlagService flags = damaged(damage);

        assertThat(flags.snapshot(development).flags()).containsOnlyKeys("other");
        assertThat(flags.snapshot(development).damagedFlags()).containsExactly("dark-mode");
        Damage found = flags.snapshot(development).damage("dark-mode").orElseThrow();
        assertThat(found.reason()).isNotBlank();
        assertThat(found.parts()).containsEntry("version", 3L).containsKeys("enabled", "updatedAt");

        store.define(project, darkMode("on"), TENTH);
        flags.refresh();

        assertThat(flags.snapshot(development).damaged()).isEmpty();
        assertThat(flags.snapshot(development).flags()).containsOnlyKeys("dark-mode", "other");
        assertThat(flag(development).version()).isEqualTo(4);
    }

    @ParameterizedTest
    @ValueSource(strings = {"flags set type = 'complex'", "flags set variants = '['", "flags set tags = '7'"})
    void keepsRulesRolloutAndStateWhereOnlyTheDefinitionIsDamaged(String damage) {
        damaged(damage);

        store.define(project, darkMode("on"), Rollout.NONE);

        assertThat(flag(development).rules()).containsExactly(SOUND);
        assertThat(flag(development).rollout()).isEqualTo(TENTH);
        assertThat(flag(development).enabled()).isTrue();
    }

    @Test
    void keepsTheRulesThatAreWholeAndIsOffWhereOthersAreNot() {
        damaged("flag_rules set rules = '[7," + RULE + "]'");

        store.define(project, darkMode("on"), Rollout.NONE);

        assertThat(flag(development).rules()).containsExactly(SOUND);
        assertThat(flag(development).rollout()).isEqualTo(TENTH);
        assertThat(flag(development).enabled()).isFalse();
    }

    @Test
    void isMendedByANewConfiguration() {
        damaged("flag_environments set rollout = '['");

        FlagConfiguration after = store.configure(
                        development,
                        "dark-mode",
                        old -> new FlagConfiguration(old.definition(), true, List.of(SOUND), TENTH, 0))
                .orElseThrow()
                .configuration();

        assertThat(after.version()).isEqualTo(4);
        assertThat(flag(development)).isEqualTo(after);
    }

    @Test
    void takesNoConfigurationForADefinitionThatIsDamaged() {
        damaged("flags set variants = '7'");

        assertThatThrownBy(() -> enable(development))
                .isInstanceOf(ConflictException.class)
                .hasMessageContaining("PUT the flag's definition first");
    }

    @Test
    void isServedAgainWhenTheSegmentThatItRefersToIsThere() {
        String lost = RULE.replace(
                "{\"attribute\":\"plan\",\"operator\":\"equals\",\"values\":[\"gold\"]}",
                "{\"operator\":\"in-segment\",\"values\":[\"nobody\"]}");
        FlagService flags = damaged("flag_rules set rules = '[" + lost + "]'");

        assertThat(flags.snapshot(development).damage("dark-mode").orElseThrow().flag())
                .isPresent();
        store.saveSegment(project, new Segment("nobody", testers("a").groups(), 0));
        flags.refresh();

        assertThat(flags.snapshot(development).damaged()).isEmpty();
    }

    /** In the third version, with one rule, in the development environment. */
    private FlagService damaged(String damage) {
        store.define(project, darkMode("off"), TENTH);
        store.define(project, OTHER, Rollout.NONE);
        enable(development);
        store.configure(
                development,
                "dark-mode",
                old -> new FlagConfiguration(old.definition(), true, List.of(SOUND), old.rollout(), 0));
        String flag = "select id from flags where flag_key = 'dark-mode'";
        execute("update " + damage + (damage.startsWith("flags ") ? " where id in (" : " where flag_id in (") + flag
                + ")");
        reopen();
        return new FlagService(store, (environment, changes) -> {});
    }

    @Test
    void namesADamagedSegmentAndTheFlagsThatUseIt() {
        store.define(project, OTHER, Rollout.NONE);
        store.saveSegment(project, testers("a@example.org"));
        execute("update segments set definition = '[[{]]'");
        reopen();

        assertThat(store.load(development).damaged()).containsOnlyKeys("segments.testers");
        assertThat(store.load(development).flags()).containsOnlyKeys("other");
        store.saveSegment(project, testers("b@example.org"));
        assertThat(store.load(development).damaged()).isEmpty();
        assertThat(store.segments(project))
                .singleElement()
                .extracting(stored -> stored.segment().version())
                .isEqualTo(2L);
    }
}
