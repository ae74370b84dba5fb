package dev.flipswitch.it.readme;

import static dev.flipswitch.fixtures.Limits.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.flipswitch.fixtures.FakeFlagServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program in {@code docs/java-se.md}, compiled and run as it stands there. */
class JavaSeTest {
    private static final Path DOCUMENT = Path.of("../docs/java-se.md");

    @TempDir
    Path folder;

    @BeforeEach
    void compile() throws IOException {
        Path source = Files.writeString(folder.resolve("App.java"), block("java"));
        int result = ToolProvider.getSystemJavaCompiler()
                .run(null, null, null, "-cp", classPath(), "-d", folder.toString(), source.toString());
        assertThat(result).isZero();
    }

    private static String block(String language) throws IOException {
        Matcher block =
                Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL).matcher(Files.readString(DOCUMENT));
        assertThat(block.find()).isTrue();
        return block.group(1);
    }

    private static String classPath() {
        return System.getProperty("java.class.path");
    }

    private Process run(String... settings) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(settings));
        command.addAll(List.of("-cp", folder + System.getProperty("path.separator") + classPath(), "App"));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output().toFile())
                .start();
    }

    /** And sees the program end. */
    private static void pressEnter(Process app) throws IOException, InterruptedException {
        app.getOutputStream().close();
        assertThat(app.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(app.exitValue()).isZero();
    }

    private Path output() {
        return folder.resolve("output.txt");
    }

    private List<String> lines() throws IOException {
        return Files.readAllLines(output());
    }

    @Test
    void seesAFlagChangeWhileItRuns() throws Exception {
        try (FakeFlagServer server = new FakeFlagServer()) {
            server.set("dark-mode", "false");
            Process app = run("-Dflipswitch.api-key=my-api-key", "-Dflipswitch.base-url=" + server.baseUrl());
            try {
                await().atMost(LIMIT).untilAsserted(() -> assertThat(lines())
                        .containsSubsequence("dark mode: false", "press Enter to end")
                        .anyMatch(line -> line.contains("FLIP-CORE-0010: connected to the flag server")));

                server.change("dark-mode", "true");

                await().atMost(LIMIT).untilAsserted(() -> assertThat(lines())
                        .containsSubsequence("press Enter to end", "dark mode: true"));
                pressEnter(app);
            } finally {
                app.destroyForcibly();
            }
        }
    }

    @Test
    void startsWhileTheServerIsAwayAndGoesOnWhenItIsThere() throws Exception {
        try (FakeFlagServer server = new FakeFlagServer()) {
            server.set("dark-mode", "true");
            server.http().stop();
            Process app = run("-Dflipswitch.api-key=my-api-key", "-Dflipswitch.base-url=" + server.baseUrl());
            try {
                await().atMost(LIMIT).untilAsserted(() -> assertThat(lines())
                        .containsSubsequence("dark mode: false", "press Enter to end")
                        .anyMatch(line -> line.contains("FLIP-CORE-0002") && line.contains("flipswitch.base-url"))
                        .noneMatch(line -> line.startsWith("\tat ")));

                server.http().start();

                await().atMost(LIMIT).untilAsserted(() -> assertThat(lines())
                        .containsSubsequence("press Enter to end", "dark mode: true"));
                pressEnter(app);
            } finally {
                app.destroyForcibly();
            }
        }
    }

    @Test
    void hasAFlagWithoutAServer() throws Exception {
        Process app = run("-Dflipswitch.flags.dark-mode=true");
        try {
            pressEnter(app);
        } finally {
            app.destroyForcibly();
        }
        assertThat(lines())
                .containsSubsequence("dark mode: true", "press Enter to end")
                .anyMatch(line -> line.contains("FLIP-CORE-0040: flags are offline"));
    }
}
