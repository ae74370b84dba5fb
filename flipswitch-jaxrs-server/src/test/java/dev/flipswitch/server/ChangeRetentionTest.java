package dev.flipswitch.server;

import static dev.flipswitch.fixtures.Limits.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.flipswitch.rules.FlagDefinition;
import dev.flipswitch.rules.FlagType;
import dev.flipswitch.rules.Rollout;
import dev.flipswitch.server.config.DatabaseSettings;
import dev.flipswitch.server.flags.Environment;
import dev.flipswitch.server.flags.FlagStore;
import dev.flipswitch.server.flags.Project;
import dev.flipswitch.server.store.Database;
import dev.flipswitch.server.store.JdbiFlagStore;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChangeRetentionTest {

    private static final Instant NOW = Instant.parse("2024-01-21T10:30:45.123Z");
    private static final Duration WEEK = Duration.ofDays(7);

    @Test
    void deletesChangesThatAreTooOldAndKeepsTheOthers(@TempDir Path folder) {
        try (Database database = Database.open(new DatabaseSettings.Folder(folder), 2)) {
            define(database, "old", NOW.minus(WEEK).minusMillis(1));
            define(database, "kept", NOW.minus(WEEK));
            FlagStore store = new JdbiFlagStore(database, Clock.systemUTC());
            Environment development = store.projects().get(0).environments().get(0);
            long last = store.load(development).lastEventId();

            try (ChangeRetention forgetting =
                    new ChangeRetention(store, WEEK, Optional.empty(), Clock.fixed(NOW, ZoneOffset.UTC))) {
                assertThat(forgetting).isNotNull();
                await().atMost(LIMIT)
                        .until(() -> store.changes(development, 1, last, 9).isEmpty());
            }
            assertThat(store.changes(development, last - 1, last, 9).orElseThrow())
                    .hasSize(1);
        }
    }

    private static void define(Database database, String flag, Instant at) {
        FlagStore store = new JdbiFlagStore(database, Clock.fixed(at, ZoneOffset.UTC));
        if (store.projects().isEmpty()) {
            store.createProject("default", "Default", List.of("development"));
        }
        Project project = store.projects().get(0);
        store.define(
                project,
                new FlagDefinition(flag, FlagType.BOOLEAN, Map.of("on", true, "off", false), "off"),
                Rollout.NONE);
    }
}
