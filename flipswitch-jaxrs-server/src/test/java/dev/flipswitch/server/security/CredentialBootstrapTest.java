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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CredentialBootstrapTest {

    private static final Pattern SECRET = Pattern.compile("fs_[a-z]+_[A-Za-z0-9_-]{43}");

    private static final String DEV = "development-key-1";
    private static final String PROD = "production-key-12";
    private static final String ADMIN = "admin-token-12345";
    private static final String OTHER = "other-token-12345";

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
        CredentialVerifier access = start(Map.of());

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
        CredentialVerifier access = start(settings(DEV, PROD, ADMIN));

        assertThat(access.environment(DEV)).map(Environment::key).contains("development");
        assertThat(access.environment(PROD)).map(Environment::key).contains("production");
        assertThat(access.isAdmin(ADMIN)).isTrue();
        assertThat(console).isEmpty();
    }

    @Test
    void namesAllSecretsThatCannotBeUsed() {
        assertThatThrownBy(() -> start(settings("short-1", PROD, "short-2")))
                .isInstanceOf(StartupFailure.class)
                .hasMessageContainingAll("api-key.development", "admin-token")
                .hasMessageNotContainingAny("short-1", "short-2", "api-key.production");
    }

    @Test
    void replacesStoredSecretsByThoseInTheSettings() {
        start(settings(DEV, PROD, ADMIN));

        CredentialVerifier access = start(settings(PROD, DEV, OTHER));

        assertThat(access.environment(PROD)).map(Environment::key).contains("development");
        assertThat(access.environment(DEV)).map(Environment::key).contains("production");
        assertThat(access.isAdmin(ADMIN)).isFalse();
        assertThat(access.isAdmin(OTHER)).isTrue();
    }

    @Test
    void knowsNobodyElse() {
        CredentialVerifier access = start(settings(DEV, PROD, ADMIN));

        assertThat(access.environment("")).isEmpty();
        assertThat(access.environment(ADMIN)).isEmpty();
        assertThat(access.isAdmin(DEV)).isFalse();
    }

    @Test
    void refusesOneKeyForTwoEnvironments() {
        assertThatThrownBy(() -> start(settings("key-of-two-environments", "key-of-two-environments", ADMIN)))
                .isInstanceOf(StartupFailure.class)
                .hasMessageContaining("flipswitch.server.api-key.")
                .hasMessageNotContaining("key-of-two-environments");
    }

    @ParameterizedTest
    @ValueSource(strings = {"admin-token", "api-key.development", "api-key.production", "metrics-token"})
    void refusesASecretThatCanBeGuessed(String name) {
        Map<String, String> settings = new HashMap<>(settings(DEV, PROD, ADMIN));
        settings.put("flipswitch.server." + name, "fifteen-letters");

        assertThatThrownBy(() -> start(settings))
                .isInstanceOf(StartupFailure.class)
                .hasMessageStartingWith("FLIP-SERVER-0160: flipswitch.server." + name + " is too short")
                .hasMessageContaining("at least 16 characters")
                .hasMessageNotContaining("fifteen-letters");
    }

    @ParameterizedTest
    @CsvSource({
        "admin-token, api-key.development",
        "admin-token, api-key.production",
        "admin-token, metrics-token",
        "metrics-token, api-key.development",
        "api-key.production, api-key.development",
    })
    void refusesOneSecretForTwoPurposes(String one, String other) {
        Map<String, String> settings = new HashMap<>(settings(DEV, PROD, ADMIN));
        settings.put("flipswitch.server." + one, "one-for-two-purposes");
        settings.put("flipswitch.server." + other, "one-for-two-purposes");

        assertThatThrownBy(() -> start(settings))
                .isInstanceOf(StartupFailure.class)
                .hasMessageStartingWith("FLIP-SERVER-0161: flipswitch.server.")
                .hasMessageContaining("flipswitch.server." + one)
                .hasMessageContaining("flipswitch.server." + other)
                .hasMessageNotContaining("one-for-two-purposes");
    }

    @Test
    void refusesTheStoredAdminTokenAsAnApiKey() {
        start(settings(DEV, PROD, ADMIN));

        assertThatThrownBy(() -> start(Map.of("flipswitch.server.api-key.development", ADMIN)))
                .isInstanceOf(StartupFailure.class)
                .hasMessageStartingWith("FLIP-SERVER-0161");
    }

    @Test
    void storesNoSecretInTheClear() throws Exception {
        start(settings("clear-development", "clear-production", "clear-admin-token"));
        database.close();

        String file = Files.readString(folder.resolve("flipswitch.mv.db"), StandardCharsets.ISO_8859_1);
        open(folder);

        assertThat(file).contains("development").doesNotContain("clear-");
    }

    private CredentialVerifier start(Map<String, String> settings) {
        return new CredentialBootstrap(store, Settings.of(settings), console::add).prepare();
    }

    private static Map<String, String> settings(String development, String production, String admin) {
        return Map.of(
                "flipswitch.server.api-key.development", development,
                "flipswitch.server.api-key.production", production,
                "flipswitch.server.admin-token", admin);
    }
}
