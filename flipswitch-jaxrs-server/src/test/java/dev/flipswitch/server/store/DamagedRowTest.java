package dev.flipswitch.server.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flipswitch.rules.FlagDefinition;
import dev.flipswitch.rules.FlagType;
import dev.flipswitch.rules.Rollout;
import dev.flipswitch.rules.Segment;
import dev.flipswitch.server.config.DatabaseSettings;
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

    @ParameterizedTest
    @ValueSource(
            strings = {
                "flags set type = 'complex' where flag_key = 'dark-mode'",
                "flags set variants = '{' where flag_key = 'dark-mode'",
                "flags set variants = 'null' where flag_key = 'dark-mode'",
                "flags set tags = '[1]' where flag_key = 'dark-mode'",
                "flags set default_variant = 'none' where flag_key = 'dark-mode'",
                "flag_environments set rules = '[{}]' where flag_id = (select id from flags where flag_key = 'dark-mode')",
                "flag_environments set rollout = '7' where flag_id = (select id from flags where flag_key = 'dark-mode')",
                "flag_environments set rules = '[{\"id\":\"r\",\"conditions\":[{\"operator\":\"in-segment\","
                        + "\"values\":[\"nobody\"]}],\"variant\":\"on\"}]'"
                        + " where flag_id = (select id from flags where flag_key = 'dark-mode')"
            })
    void keepsNoOtherFlagFromBeingServedAndIsMendedByANewDefinition(String damage) {
        store.define(project, darkMode("off"), TENTH);
        store.define(project, OTHER, Rollout.NONE);
        execute("update " + damage);
        reopen();

        FlagService flags = new FlagService(store, (environment, changes) -> {});

        assertThat(flags.snapshot(development).flags()).containsOnlyKeys("other");
        assertThat(flags.snapshot(development).damagedFlags()).containsExactly("dark-mode");
        store.define(project, darkMode("on"), TENTH);
        flags.refresh();
        if (damage.contains("nobody")) {
            store.saveSegment(project, new Segment("nobody", testers("a").groups(), 0));
            flags.refresh();
        }
        assertThat(flags.snapshot(development).damaged()).isEmpty();
        assertThat(flags.snapshot(development).flags()).containsOnlyKeys("dark-mode", "other");
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
        assertThat(List.copyOf(store.segments(project))).hasSize(1);
    }
}
