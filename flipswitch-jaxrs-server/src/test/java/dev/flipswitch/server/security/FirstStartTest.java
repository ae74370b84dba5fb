package dev.flipswitch.server.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flipswitch.server.config.DatabaseSettings;
import dev.flipswitch.server.config.Settings;
import dev.flipswitch.server.config.StartupFailure;
import dev.flipswitch.server.flags.Environment;
import dev.flipswitch.server.flags.FlagStore;
import dev.flipswitch.server.store.Database;
import dev.flipswitch.server.store.JdbiFlagStore;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FirstStartTest {

    private static final Pattern SECRET = Pattern.compile("fs_[a-z]+_[A-Za-z0-9_-]{43}");

    private Path folder;
    private final List<String> console = new ArrayList<>();

    private Database database;
    private FlagStore store;

    @BeforeEach
    void open(@TempDir Path folder) {
        this.folder = folder;
        database = Database.open(new DatabaseSettings.Folder(folder), 8);
        store = new JdbiFlagStore(database, Clock.systemUTC());
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void makesUpAProjectAndSecretsAndPrintsThemOnce() {
        Access access = start(Map.of());

        List<String> secrets = SECRET.matcher(String.join("", console))
                .results()
                .map(MatchResult::group)
                .toList();
        assertThat(secrets).hasSize(3).doesNotHaveDuplicates();
        assertThat(access.environment(secrets.get(0))).map(Environment::key).contains("development");
        assertThat(access.environment(secrets.get(1))).map(Environment::key).contains("production");
        assertThat(access.isAdmin(secrets.get(2))).isTrue();

        console.clear();
        assertThat(start(Map.of()).isAdmin(secrets.get(2))).isTrue();
        assertThat(console).isEmpty();
    }

    @Test
    void takesSecretsFromTheSettingsWithoutPrintingThem() {
        Access access = start(settings("dev", "prod", "admin"));

        assertThat(access.environment("dev")).map(Environment::key).contains("development");
        assertThat(access.environment("prod")).map(Environment::key).contains("production");
        assertThat(access.isAdmin("admin")).isTrue();
        assertThat(console).isEmpty();
    }

    @Test
    void replacesStoredSecretsByThoseInTheSettings() {
        start(settings("dev", "prod", "admin"));

        Access access = start(settings("prod", "dev", "other"));

        assertThat(access.environment("prod")).map(Environment::key).contains("development");
        assertThat(access.environment("dev")).map(Environment::key).contains("production");
        assertThat(access.isAdmin("admin")).isFalse();
        assertThat(access.isAdmin("other")).isTrue();
    }

    @Test
    void knowsNobodyElse() {
        Access access = start(settings("dev", "prod", "admin"));

        assertThat(access.environment("")).isEmpty();
        assertThat(access.environment("admin")).isEmpty();
        assertThat(access.isAdmin("dev")).isFalse();
    }

    @Test
    void refusesOneKeyForTwoEnvironments() {
        assertThatThrownBy(() -> start(settings("same-key", "same-key", "admin")))
                .isInstanceOf(StartupFailure.class)
                .hasMessageContaining("flipswitch.server.api-key.")
                .hasMessageNotContaining("same-key");
    }

    @Test
    void storesNoSecretInTheClear() throws Exception {
        start(settings("clear-development", "clear-production", "clear-admin"));
        database.close();

        String file = Files.readString(folder.resolve("flipswitch.mv.db"), StandardCharsets.ISO_8859_1);
        open(folder);

        assertThat(file).contains("development").doesNotContain("clear-");
    }

    private Access start(Map<String, String> settings) {
        return new FirstStart(store, Settings.of(settings), console::add).prepare();
    }

    private static Map<String, String> settings(String development, String production, String admin) {
        return Map.of(
                "flipswitch.server.api-key.development", development,
                "flipswitch.server.api-key.production", production,
                "flipswitch.server.admin-token", admin);
    }
}
