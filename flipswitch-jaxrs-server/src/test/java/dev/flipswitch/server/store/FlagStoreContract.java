package dev.flipswitch.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flipswitch.rules.Attributes;
import dev.flipswitch.rules.Condition;
import dev.flipswitch.rules.Evaluation;
import dev.flipswitch.rules.FlagConfiguration;
import dev.flipswitch.rules.FlagDefinition;
import dev.flipswitch.rules.FlagType;
import dev.flipswitch.rules.InvalidFlagException;
import dev.flipswitch.rules.Operator;
import dev.flipswitch.rules.Outcome;
import dev.flipswitch.rules.Rollout;
import dev.flipswitch.rules.Ruleset;
import dev.flipswitch.rules.TargetingRule;
import dev.flipswitch.server.flags.Change;
import dev.flipswitch.server.flags.Credentials;
import dev.flipswitch.server.flags.Environment;
import dev.flipswitch.server.flags.Flag;
import dev.flipswitch.server.flags.Project;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What every store does. */
abstract class FlagStoreContract extends StoreFixture {

    private static final TargetingRule RULE = new TargetingRule(
            "adult-testers",
            List.of(
                    Condition.of("age", Operator.GREATER_OR_EQUAL, 18),
                    Condition.onSegments(Operator.IN_SEGMENT, "testers")),
            new Outcome.Variant("on"));
    private static final TargetingRule SPLIT = new TargetingRule(
            "half",
            List.of(Condition.of("address.country", Operator.IN, "DE", 49, true)),
            new Outcome.Split(new Rollout(Map.of("on", new BigDecimal("33.333")))));

    @Test
    void keepsProjectsAndEnvironmentsInTheOrderOfTheirCreation() {
        store.createProject("another", "Another", List.of("test"));

        assertThat(store.projects()).extracting(Project::key).containsExactly("default", "another");
        assertThat(project.environments()).extracting(Environment::name).containsExactly("Development", "Production");
    }

    @Test
    void startsANewFlagOffInEveryEnvironment() {
        store.define(project, darkMode("off"), TENTH);

        for (Environment environment : project.environments()) {
            assertThat(store.load(environment).flags())
                    .containsExactly(Map.entry(
                            "dark-mode", new Flag(new FlagConfiguration(darkMode("off"), false, TENTH, 1), NOW)));
            assertThat(newer(environment, 0).orElseThrow().changes())
                    .containsExactly(new Change.FlagUpdated(1, "dark-mode", NOW));
        }
    }

    @Test
    void changesAFlagInOneEnvironmentOnly() {
        store.define(project, darkMode("off"), TENTH);

        assertThat(enable(development)).isTrue();

        assertThat(flag(development).enabled()).isTrue();
        assertThat(flag(development).version()).isEqualTo(2);
        assertThat(flag(production).enabled()).isFalse();
        assertThat(newer(development, 1).orElseThrow().changes())
                .containsExactly(new Change.FlagUpdated(2, "dark-mode", NOW));
        assertThat(newer(production, 1)).isEmpty();
    }

    @Test
    void recallsChangesBetweenTwoIds() {
        store.define(project, darkMode("off"), TENTH);
        for (int i = 0; i < 4; i++) {
            toggle();
        }

        assertThat(changes(development, 2, 4))
                .containsExactly(
                        new Change.FlagUpdated(3, "dark-mode", NOW), new Change.FlagUpdated(4, "dark-mode", NOW));
        assertThat(store.changes(production, 9, 12, 100)).as("no such change").isEmpty();
        assertThat(store.changes(development, 0, 5, 4))
                .as("more than asked for")
                .isEmpty();
    }

    @Test
    void forgetsOldChangesAndNothingElse() {
        store.define(project, darkMode("off"), TENTH);
        toggle();
        long audited = count("audit");

        store.forgetChanges(NOW);
        assertThat(changes(development, 0, 2)).hasSize(2);
        store.forgetChanges(NOW.plusMillis(1));

        assertThat(store.changes(development, 0, 2, 100)).isEmpty();
        assertThat(store.load(development).lastEventId()).isEqualTo(2);
        assertThat(count("audit")).isEqualTo(audited);
        assertThat(toggle()).isTrue();
        assertThat(newer(development, 1).orElseThrow().changes())
                .as("of two changes one is forgotten")
                .containsExactly(new Change.ConfigUpdated(3, "changes-forgotten", NOW));
        assertThat(newer(development, 2).orElseThrow().changes())
                .containsExactly(new Change.FlagUpdated(3, "dark-mode", NOW));
    }

    @Test
    void storesNothingWhereNothingChanges() {
        store.define(project, darkMode("off"), TENTH);
        enable(development);
        long rows = count("audit");

        enable(development);
        store.define(project, darkMode("off"), Rollout.NONE);

        assertThat(store.load(development).lastEventId()).isEqualTo(2);
        assertThat(store.load(production).lastEventId()).isEqualTo(1);
        assertThat(count("audit")).isEqualTo(rows);
    }

    @Test
    void replacesADefinitionEverywhereAndKeepsWhatIsConfigured() {
        store.define(project, darkMode("off"), TENTH);
        enable(development);

        store.define(project, darkMode("on"), Rollout.NONE);

        assertThat(flag(development)).isEqualTo(new FlagConfiguration(darkMode("on"), true, TENTH, 3));
        assertThat(flag(production)).isEqualTo(new FlagConfiguration(darkMode("on"), false, TENTH, 2));
    }

    @Test
    void movesNobodyAndStoresNothingIfTheVariantsComeInAnotherOrder() {
        store.define(project, darkMode("off"), TENTH);

        store.define(project, boolFlag("off", "on"), TENTH);

        assertThat(flag(development).definition().variants().keySet()).containsExactly("on", "off");
        assertThat(flag(development).version()).isEqualTo(1);
    }

    @Test
    void appendsVariantsAndGivesThemNothingOfARollout() {
        store.define(project, darkMode("off"), TENTH);

        store.define(project, boolFlag("beta", "off", "on"), Rollout.NONE);

        assertThat(flag(development).definition().variants().keySet()).containsExactly("on", "off", "beta");
        assertThat(flag(development).rollout().percentages())
                .isEqualTo(Map.of("on", new BigDecimal("10.125"), "beta", BigDecimal.ZERO));

        store.define(project, boolFlag("off", "on"), Rollout.NONE);
        reopen();

        assertThat(flag(development).rollout()).isEqualTo(TENTH);
    }

    @Test
    void refusesNewPercentagesThatLeaveSomethingOverForNobody() {
        Rollout some = new Rollout(Map.of("on", BigDecimal.TEN, "off", BigDecimal.ONE));
        assertThatThrownBy(() -> store.define(project, darkMode("off"), some))
                .hasMessageStartingWith("rollout must make 100 percent");
        store.define(project, darkMode("off"), TENTH);

        assertThatThrownBy(() -> store.configure(
                        development, "dark-mode", old -> new FlagConfiguration(old.definition(), true, some, 1)))
                .hasMessageStartingWith("rollout must make 100 percent");
    }

    @Test
    void servesAndTogglesWhatAnOlderServerStoredAlthoughItLeavesSomethingOver() {
        store.define(project, darkMode("off"), TENTH);
        execute("update flag_environments set rollout = '{\"on\":10,\"off\":1}'");
        reopen();

        enable(development);

        assertThat(flag(development).enabled()).isTrue();
        assertThat(flag(development).rollout().shares(darkMode("off")))
                .extracting(Rollout.Share::variant)
                .containsExactly("on", "off", "off");
    }

    private static FlagDefinition boolFlag(String... variants) {
        Map<String, Object> values = new LinkedHashMap<>();
        for (String variant : variants) {
            values.put(variant, variant.equals("on"));
        }
        return new FlagDefinition("dark-mode", FlagType.BOOLEAN, values, "off");
    }

    @Test
    void refusesToDropAVariantThatARolloutNamesAndLeavesNothingHalfDone() {
        store.define(project, darkMode("off"), TENTH);
        FlagDefinition other =
                new FlagDefinition("dark-mode", FlagType.BOOLEAN, Map.of("yes", true, "no", false), "no");

        assertThatThrownBy(() -> store.define(project, other, Rollout.NONE))
                .isInstanceOf(InvalidFlagException.class)
                .hasMessageStartingWith(
                        "variants must keep what environment development uses: there, rollout.on must be");
        assertThat(flag(production).definition()).isEqualTo(darkMode("off"));
        assertThat(store.load(production).lastEventId()).isEqualTo(1);
    }

    @Test
    void keepsWhatAFlagIsFor() {
        FlagDefinition described = new FlagDefinition(
                "dark-mode",
                FlagType.BOOLEAN,
                Map.of("on", true, "off", false),
                "off",
                "Dark",
                List.of("é", "a\u2028b", "design"));
        store.define(project, described, Rollout.NONE);
        assertThat(flag(development).definition()).isEqualTo(described);

        store.define(project, darkMode("off"), Rollout.NONE);
        assertThat(flag(development).definition()).isEqualTo(darkMode("off"));
        assertThat(flag(development).version()).isEqualTo(2);
    }

    @Test
    void keepsRulesThroughEveryOtherChange() {
        store.define(project, darkMode("off"), TENTH);
        store.saveSegment(project, testers("a@example.org"));
        configure(development, List.of(RULE, SPLIT));

        enable(development);
        store.define(project, darkMode("on"), Rollout.NONE);
        reopen();

        assertThat(flag(development))
                .isEqualTo(new FlagConfiguration(darkMode("on"), true, List.of(RULE, SPLIT), TENTH, 4));
        assertThat(flag(production).rules()).isEmpty();
    }

    @Test
    void refusesARuleOnASegmentThatThereIsNot() {
        store.define(project, darkMode("off"), TENTH);

        assertThatThrownBy(() -> configure(development, List.of(SPLIT, RULE)))
                .isInstanceOf(InvalidFlagException.class)
                .hasMessage("rules[1].conditions[1].values[0] must be a segment of the project,"
                        + " and there is no testers");
        assertThat(flag(development).rules()).isEmpty();
    }

    @Test
    void refusesToDropAVariantThatARuleServes() {
        store.define(project, darkMode("off"), Rollout.NONE);
        configure(production, List.of(SPLIT));
        FlagDefinition other =
                new FlagDefinition("dark-mode", FlagType.BOOLEAN, Map.of("yes", true, "off", false), "off");

        assertThatThrownBy(() -> store.define(project, other, Rollout.NONE))
                .hasMessageStartingWith(
                        "variants must keep what environment production uses: there, rules[0].rollout.on must be");
        assertThat(flag(development).definition()).isEqualTo(darkMode("off"));
    }

    @Test
    void givesAFlagAnotherVersionWhenASegmentChangesThatItUses() {
        store.define(project, darkMode("off"), Rollout.NONE);
        store.saveSegment(project, testers("a@example.org"));
        configure(development, List.of(RULE));
        enable(development);
        Object before = evaluated().metadata().get("version");
        assertThat(evaluated().variant()).isEqualTo("off");

        store.saveSegment(project, testers("b@example.org"));

        assertThat(evaluated().variant()).isEqualTo("on");
        assertThat(evaluated().metadata().get("version")).isNotEqualTo(before);
    }

    @Test
    void refusesSegmentsThatReferToEachOtherInACircle() {
        store.saveSegment(project, testers("a@example.org"));
        store.saveSegment(project, referring("all", "testers"));
        store.saveSegment(project, referring("zoo", "all"));

        assertThatThrownBy(() -> store.saveSegment(project, referring("testers", "zoo")))
                .isInstanceOf(InvalidFlagException.class)
                .hasMessage("groups[0][0].values[0] must not lead back to zoo: zoo -> all -> testers -> zoo");
        assertThatThrownBy(() -> store.saveSegment(project, referring("all", "nobody")))
                .hasMessage("groups[0][0].values[0] must be a segment of the project, and there is no nobody");
        assertThat(store.segments(project))
                .extracting(stored -> stored.segment().version())
                .containsExactly(1L, 1L, 1L);
    }

    @Test
    void refusesTheFirstFlagThatIsTooMuch() {
        store.define(project, darkMode("off"), TENTH);
        execute("insert into flags (project_id, flag_key, type, description, variants, default_variant)"
                + " select " + project.id() + ", 'flag-' || n, 'boolean', '', '{}', 'off'"
                + " from " + numbers(Ruleset.MAX_FLAGS - 1) + " as numbers (n)");

        FlagDefinition oneMore =
                new FlagDefinition("one-more", FlagType.BOOLEAN, Map.of("on", true, "off", false), "off");
        assertThatThrownBy(() -> store.define(project, oneMore, TENTH))
                .isInstanceOf(InvalidFlagException.class)
                .hasMessage("key must be that of an existing flag: the project has 10000 flags, as many as it may");
        store.define(project, darkMode("on"), TENTH);
    }

    @Test
    void knowsNoFlagThatIsNotThere() {
        assertThat(enable(development)).isFalse();
        assertThat(store.load(development).lastEventId()).isZero();
    }

    @Test
    void knowsNoFlagByAKeyThatNotEveryDatabaseStores() {
        for (String text : List.of("\0", "\uD83D")) {
            assertThat(store.configure(development, text, old -> old)).isEmpty();
        }
    }

    @Test
    void keepsValuesOfAllTypesAsTheyAre() {
        Map<String, Object> structure = Map.of("list", List.of(1L, new BigDecimal("1.0"), "x", true), "none", Map.of());
        store.define(project, of(FlagType.OBJECT, structure), Rollout.NONE);
        store.define(project, of(FlagType.DECIMAL, new BigDecimal("10.0")), Rollout.NONE);
        store.define(project, of(FlagType.INTEGER, Long.MIN_VALUE), Rollout.NONE);
        store.define(project, of(FlagType.STRING, "é ' \" \u0001 \uD83D\uDE00"), Rollout.NONE);

        reopen();

        assertThat(store.load(development).flags().values())
                .extracting(flag -> flag.configuration().definition().variants().get("a"))
                .containsExactly(new BigDecimal("10.0"), Long.MIN_VALUE, structure, "é ' \" \u0001 \uD83D\uDE00");
    }

    @Test
    void remembersEverythingAcrossARestart() {
        store.define(project, darkMode("off"), TENTH);
        enable(production);
        store.replace(new Credentials(Optional.of("a".repeat(64)), Map.of(production, "b".repeat(64))));

        reopen();

        assertThat(store.projects()).containsExactly(project);
        assertThat(flag(production)).isEqualTo(new FlagConfiguration(darkMode("off"), true, TENTH, 2));
        assertThat(store.load(production).lastEventId()).isEqualTo(2);
        assertThat(store.credentials())
                .isEqualTo(new Credentials(Optional.of("a".repeat(64)), Map.of(production, "b".repeat(64))));
    }

    @Test
    void letsEnvironmentsSwapTheirKeys() {
        store.replace(new Credentials(Optional.empty(), Map.of(development, "d", production, "p")));

        store.replace(new Credentials(Optional.of("t"), Map.of(development, "p", production, "d")));

        assertThat(store.credentials())
                .isEqualTo(new Credentials(Optional.of("t"), Map.of(development, "p", production, "d")));
    }

    /** A table of the numbers from 1. */
    abstract String numbers(int last);

    private void configure(Environment environment, List<TargetingRule> rules) {
        store.configure(
                environment,
                "dark-mode",
                old -> new FlagConfiguration(old.definition(), old.enabled(), rules, old.rollout(), old.version()));
    }

    private Evaluation.Served evaluated() {
        Attributes attributes = Attributes.of(Map.of("age", 20, "email", "b@example.org"));
        return (Evaluation.Served) store.load(development)
                .ruleset()
                .evaluate("dark-mode", attributes)
                .orElseThrow();
    }

    private static FlagDefinition of(FlagType type, Object value) {
        return new FlagDefinition(type.id(), type, Map.of("a", value, "b", value), "a");
    }
}
