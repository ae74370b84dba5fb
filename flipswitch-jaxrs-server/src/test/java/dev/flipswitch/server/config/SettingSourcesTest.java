package dev.flipswitch.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingSourcesTest {

    private static final String PORT = "flipswitch.server.port";
    private static final String VARIABLE = "FLIPSWITCH_SERVER_PORT";

    @TempDir
    Path folder;

    @Test
    void takesTheFirstOfEmbedderPropertyVariableAndFile() throws IOException {
        Map<String, String> one = Map.of(PORT, "1");
        Map<String, String> two = Map.of(PORT, "2");
        Map<String, String> three = Map.of(VARIABLE, "3");
        Map<String, String> named = Map.of("FLIPSWITCH_SERVER_CONFIG_FILE", file(PORT + "=4"));

        assertThat(port(one, two, three)).isEqualTo(1);
        assertThat(port(Map.of(), two, three)).isEqualTo(2);
        assertThat(port(Map.of(), Map.of(), three)).isEqualTo(3);
        assertThat(port(Map.of(), Map.of(), named)).isEqualTo(4);
        assertThat(port(Map.of(), two, named)).isEqualTo(2);
    }

    @Test
    void readsTheFileInUtf8() throws IOException {
        String file = file(
                "# a comment",
                "flipswitch.server.data = caf\u00e9",
                "flipswitch.server.cors-origins=https://a.example,\\",
                "  http://localhost:3000");
        Settings settings = settings(Map.of("flipswitch.server.config-file", file));

        assertThat(settings.data()).isEqualTo(Path.of("café").toAbsolutePath());
        assertThat(settings.corsOrigins()).isEqualTo(Set.of("https://a.example", "http://localhost:3000"));
    }

    @Test
    void refusesAFileThatCantBeReadInOneLine() throws IOException {
        for (String unusable : List.of(folder.resolve("none").toString(), folder.toString(), file("a=\\uzzzz"), "\0")) {
            assertThatThrownBy(() -> settings(Map.of("flipswitch.server.config-file", unusable)))
                    .isInstanceOf(StartupFailure.class)
                    .hasMessageContaining("FLIP-SERVER-0108: the settings file " + unusable)
                    .hasMessageContaining("FLIPSWITCH_SERVER_CONFIG_FILE");
        }
    }

    @Test
    void namesMisspeltSettingsWithTheNearestNameWhereverTheyAre() throws IOException {
        Settings settings = Settings.of(new SettingSources(
                Map.of(
                        "flipswitch.server.config-file",
                        file("rate-limit=1", "flipswitch.server.host=x"),
                        "flipswitch.server.prot",
                        "1"),
                Map.of("flipswitch.server.api-key.developmnet", "x", "flipswitch.api-key", "client", "user.dir", "/"),
                Map.of("FLIPSWITCH_SERVER_CORS_ORIGIN", "x", "FLIPSWITCH_BASE_URL", "x", "PATH", "x"),
                Map.of()));

        assertThat(settings.misspelt(List.of("development", "production")))
                .containsExactly(
                        "FLIP-SERVER-0023: setting FLIPSWITCH_SERVER_CORS_ORIGIN does not exist and has no effect; did you"
                                + " mean FLIPSWITCH_SERVER_CORS_ORIGINS?",
                        "FLIP-SERVER-0023: setting flipswitch.server.api-key.developmnet does not exist and has no effect;"
                                + " did you mean flipswitch.server.api-key.development?",
                        "FLIP-SERVER-0023: setting flipswitch.server.prot does not exist and has no effect; did you mean"
                                + " flipswitch.server.port?",
                        "FLIP-SERVER-0023: setting rate-limit does not exist and has no effect; did you mean"
                                + " flipswitch.server.rate-limit?");
    }

    @Test
    void everySettingThatIsReadIsKnownAndInTheTable() throws Exception {
        Set<String> read = new TreeSet<>(Set.of("admin-token", "metrics-token", "config-file"));
        Settings recording = new Settings(name -> {
            read.add(name.substring(Settings.PREFIX.length()));
            return null;
        });
        for (Method method : Settings.class.getMethods()) {
            boolean reads = method.getDeclaringClass() == Settings.class && method.getParameterCount() == 0;
            if (reads && !Modifier.isStatic(method.getModifiers())) {
                method.invoke(recording);
            }
        }

        assertThat(SettingNames.ALL).containsExactlyInAnyOrderElementsOf(read);
        String table = Files.readString(Path.of("../docs/configuration.md"));
        assertThat(SettingNames.ALL).allSatisfy(name -> assertThat(table)
                .contains(
                        "| `flipswitch.server." + name + "` | `" + Settings.variable(Settings.property(name)) + "` |"));
    }

    private static int port(
            Map<String, String> overrides, Map<String, String> properties, Map<String, String> environment) {
        return Settings.of(new SettingSources(overrides, properties, environment, Map.of()))
                .port();
    }

    private static Settings settings(Map<String, String> properties) {
        return Settings.of(new SettingSources(Map.of(), properties, Map.of(), Map.of()));
    }

    private String file(String... lines) throws IOException {
        Path file = Files.createTempFile(folder, "flipswitch", ".properties");
        return Files.write(file, List.of(lines)).toString();
    }
}
