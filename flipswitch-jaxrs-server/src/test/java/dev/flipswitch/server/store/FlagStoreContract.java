package dev.flipswitch.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flipswitch.rules.FlagConfiguration;
import dev.flipswitch.rules.FlagDefinition;
import dev.flipswitch.rules.FlagType;
import dev.flipswitch.rules.InvalidFlagException;
import dev.flipswitch.rules.Rollout;
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

    @Test
    void keepsProjectsAndEnvironmentsInTheOrderOfTheirCreation() {
        store.createProject("another", "Another", List.of("test"));

        assertThat(store.projects()).extracting(Project::key).containsExactly("default", "another");
        assertThat(project.environments()).extracting(Environment::name).containsExactly("Development", "Production");
    }

    @Test
    void startsANewFlagOffInEveryEnvironment() {
        store.define(project, darkMode("off"), "Dark", TENTH);

        for (Environment environment : project.environments()) {
            assertThat(store.load(environment).flags())
                    .containsExactly(Map.entry(
                            "dark-mode",
                            new Flag(new FlagConfiguration(darkMode("off"), false, TENTH, 1), "Dark", NOW)));
            assertThat(store.loadAfter(environment, 0).orElseThrow().changes())
                    .containsExactly(new Change.FlagUpdated(1, "dark-mode", NOW));
        }
    }

    @Test
    void changesAFlagInOneEnvironmentOnly() {
        store.define(project, darkMode("off"), "Dark", TENTH);

        assertThat(enable(development)).isTrue();

        assertThat(flag(development).enabled()).isTrue();
        assertThat(flag(development).version()).isEqualTo(2);
        assertThat(flag(production).enabled()).isFalse();
        assertThat(store.loadAfter(development, 1).orElseThrow().changes())
                .containsExactly(new Change.FlagUpdated(2, "dark-mode", NOW));
        assertThat(store.loadAfter(production, 1)).isEmpty();
    }

    @Test
    void storesNothingWhereNothingChanges() {
        store.define(project, darkMode("off"), "Dark", TENTH);
        enable(development);
        long rows = count("audit");

        enable(development);
        store.define(project, darkMode("off"), "Dark", Rollout.NONE);

        assertThat(store.load(development).lastEventId()).isEqualTo(2);
        assertThat(store.load(production).lastEventId()).isEqualTo(1);
        assertThat(count("audit")).isEqualTo(rows);
    }

    @Test
    void replacesADefinitionEverywhereAndKeepsWhatIsConfigured() {
        store.define(project, darkMode("off"), "Dark", TENTH);
        enable(development);

        store.define(project, darkMode("on"), "Darker", Rollout.NONE);

        assertThat(flag(development)).isEqualTo(new FlagConfiguration(darkMode("on"), true, TENTH, 3));
        assertThat(flag(production)).isEqualTo(new FlagConfiguration(darkMode("on"), false, TENTH, 2));
    }

    @Test
    void countsTheOrderOfVariantsAsAChange() {
        store.define(project, darkMode("off"), "", TENTH);
        Map<String, Object> reversed = new LinkedHashMap<>();
        reversed.put("off", false);
        reversed.put("on", true);

        store.define(project, new FlagDefinition("dark-mode", FlagType.BOOLEAN, reversed, "off"), "", TENTH);

        assertThat(flag(development).definition().variants().keySet()).containsExactly("off", "on");
        assertThat(flag(development).version()).isEqualTo(2);
    }

    @Test
    void refusesToDropAVariantThatARolloutNamesAndLeavesNothingHalfDone() {
        store.define(project, darkMode("off"), "", TENTH);
        FlagDefinition other =
                new FlagDefinition("dark-mode", FlagType.BOOLEAN, Map.of("yes", true, "no", false), "no");

        assertThatThrownBy(() -> store.define(project, other, "", Rollout.NONE))
                .isInstanceOf(InvalidFlagException.class)
                .hasMessage("variants must keep on as long as the rollout in environment development names it");
        assertThat(flag(production).definition()).isEqualTo(darkMode("off"));
        assertThat(store.load(production).lastEventId()).isEqualTo(1);
    }

    @Test
    void knowsNoFlagThatIsNotThere() {
        assertThat(enable(development)).isFalse();
        assertThat(store.load(development).lastEventId()).isZero();
    }

    @Test
    void refusesTextThatNotEveryDatabaseStores() {
        for (String text : List.of("\0", "\uD83D")) {
            assertThatThrownBy(() -> store.define(project, darkMode("off"), text, TENTH))
                    .isInstanceOf(InvalidFlagException.class)
                    .hasMessageStartingWith("description must be ");
            assertThat(store.configure(development, text, old -> old)).isFalse();
        }
    }

    @Test
    void keepsValuesOfAllTypesAsTheyAre() {
        Map<String, Object> structure = Map.of("list", List.of(1L, new BigDecimal("1.0"), "x", true), "none", Map.of());
        store.define(project, of(FlagType.OBJECT, structure), "", Rollout.NONE);
        store.define(project, of(FlagType.DECIMAL, new BigDecimal("10.0")), "", Rollout.NONE);
        store.define(project, of(FlagType.INTEGER, Long.MIN_VALUE), "", Rollout.NONE);
        store.define(project, of(FlagType.STRING, "é ' \" \u0000 \uD83D\uDE00"), "", Rollout.NONE);

        reopen();

        assertThat(store.load(development).flags().values())
                .extracting(flag -> flag.configuration().definition().variants().get("a"))
                .containsExactly(new BigDecimal("10.0"), Long.MIN_VALUE, structure, "é ' \" \u0000 \uD83D\uDE00");
    }

    @Test
    void remembersEverythingAcrossARestart() {
        store.define(project, darkMode("off"), "Dark", TENTH);
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

    private static FlagDefinition of(FlagType type, Object value) {
        return new FlagDefinition(type.id(), type, Map.of("a", value, "b", value), "a");
    }
}
