package dev.flipswitch.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {

    @Test
    void hasDefaults() {
        Settings settings = settings(Map.of());

        assertThat(settings.port()).isEqualTo(8080);
        assertThat(settings.host()).isEmpty();
        assertThat(settings.contextPath()).isEqualTo("/");
        assertThat(settings.data()).isEqualTo(Path.of("flipswitch-data").toAbsolutePath());
        assertThat(settings.streams().heartbeat()).isEqualTo(Duration.ofSeconds(15));
        assertThat(settings.database())
                .isEqualTo(
                        new DatabaseSettings.Folder(Path.of("flipswitch-data").toAbsolutePath()));
        assertThat(settings.databaseConnections()).isEqualTo(8);
        assertThat(settings.secret("admin-token")).isEmpty();
    }

    @Test
    void readsSystemPropertiesAfterWhatTheEmbedderGave() {
        System.setProperty("flipswitch.server.port", "1");
        try {
            assertThat(Settings.of(Map.of()).port()).isEqualTo(1);
            assertThat(Settings.of(Map.of("flipswitch.server.port", "2")).port())
                    .isEqualTo(2);
        } finally {
            System.clearProperty("flipswitch.server.port");
        }
    }

    @Test
    void namesTheEnvironmentVariableOfAProperty() {
        assertThat(Settings.variable("flipswitch.server.api-key.development"))
                .isEqualTo("FLIPSWITCH_SERVER_API_KEY_DEVELOPMENT");
    }

    @Test
    void takesTheAddressToListenOn() {
        assertThat(settings(Map.of("flipswitch.server.host", "127.0.0.1")).host())
                .contains("127.0.0.1");
    }

    @ParameterizedTest
    @CsvSource({
        "port,abc",
        "port,-1",
        "port,１２３４",
        "heartbeat-millis,١٢٣٤",
        "database-connections,８",
        "port,65536",
        "port,''",
        "host,''",
        "host,http://localhost",
        "context-path,flags",
        "context-path,/flags/",
        "data,a;b",
        "data,''",
        "data-source,''",
        "data-source,ldap://elsewhere/x",
        "database-connections,1",
        "database-connections,many",
        "heartbeat-millis,0",
        "heartbeat-millis,1h"
    })
    void refusesNonsenseWithNameValueAndRemedy(String name, String value) {
        Settings settings = settings(Map.of("flipswitch.server." + name, value));

        assertThatThrownBy(() -> {
                    settings.port();
                    settings.host();
                    settings.contextPath();
                    settings.data();
                    settings.database();
                    settings.databaseConnections();
                    settings.streams();
                })
                .isInstanceOf(StartupFailure.class)
                .hasMessageContaining("flipswitch.server." + name + " is '" + value + "' but must be ")
                .hasMessageContaining(Settings.variable("flipswitch.server." + name));
    }

    @Test
    void refusesASecretWithASpaceWithoutRepeatingIt() {
        Settings settings = settings(Map.of("flipswitch.server.admin-token", "open sesame"));

        assertThatThrownBy(() -> settings.secret("admin-token"))
                .isInstanceOf(StartupFailure.class)
                .hasMessageContaining("flipswitch.server.admin-token")
                .hasMessageNotContaining("sesame");
    }

    @Test
    void takesADatabaseByItsAddress() {
        DatabaseSettings database = database(
                "database-url",
                "jdbc:postgresql://db:5432/flags?ssl=true",
                "database-user",
                "me",
                "database-password",
                "pw");

        assertThat(database)
                .isEqualTo(new DatabaseSettings.Url("jdbc:postgresql://db:5432/flags?ssl=true", "me", "pw"))
                .hasToString("jdbc:postgresql://db:5432/flags");
    }

    @Test
    void takesADataSourceByItsName() {
        assertThat(database("data-source", "java:comp/env/jdbc/flags"))
                .isEqualTo(new DatabaseSettings.ContainerDataSource("java:comp/env/jdbc/flags"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "jdbc:h2:",
                "jdbc:mysql://hidden/x",
                "postgresql://db/hidden",
                "jdbc:postgresql://me:hidden@db/flags",
                "jdbc:postgresql://db/flags?user=me&password=hidden",
                "jdbc:h2:file:x;PASSWORD=hidden"
            })
    void refusesAnotherAddressWithoutRepeatingIt(String url) {
        assertThatThrownBy(() -> database("database-url", url))
                .isInstanceOf(StartupFailure.class)
                .hasMessageContaining("flipswitch.server.database-url must ")
                .hasMessageContaining("FLIPSWITCH_SERVER_DATABASE_URL")
                .hasMessageNotContaining("hidden");
    }

    @ParameterizedTest
    @CsvSource({
        "database-user,database-user,needs a database-url",
        "database-password,database-password,needs a database-url",
        "database-url,data-source,can't be set together with data-source",
        "database-password,data-source,can't be set together with data-source"
    })
    void refusesContradictionsWithoutRepeatingAPassword(String name, String other, String fault) {
        assertThatThrownBy(() -> database(name, "hidden", other, "hidden"))
                .isInstanceOf(StartupFailure.class)
                .hasMessageContaining("flipswitch.server." + name + " " + fault)
                .hasMessageNotContaining("hidden");
    }

    private static DatabaseSettings database(String... namesAndValues) {
        Map<String, String> values = new HashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            values.put("flipswitch.server." + namesAndValues[i], namesAndValues[i + 1]);
        }
        return settings(values).database();
    }

    private static Settings settings(Map<String, String> values) {
        return new Settings(values::get);
    }
}
