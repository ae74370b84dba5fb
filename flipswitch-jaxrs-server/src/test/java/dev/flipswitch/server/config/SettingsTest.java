package dev.flipswitch.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsTest {

    @Test
    void hasDefaults() {
        Settings settings = settings(Map.of());

        assertThat(settings.port()).isEqualTo(8080);
        assertThat(settings.host()).isEmpty();
        assertThat(settings.contextPath()).isEqualTo("/");
        assertThat(settings.data()).isEqualTo(Path.of("flipswitch-data").toAbsolutePath());
        assertThat(settings.heartbeat()).isEqualTo(Duration.ofSeconds(15));
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
        "port,65536",
        "port,''",
        "host,''",
        "host,http://localhost",
        "context-path,flags",
        "context-path,/flags/",
        "data,a;b",
        "data,''",
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
                    settings.heartbeat();
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

    private static Settings settings(Map<String, String> values) {
        return new Settings(values::get);
    }
}
