package dev.flipswitch.it;

import static dev.flipswitch.fixtures.Limits.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.chrome.ChromeDriver;

/** The scripts of the dashboard, of pages and of the demo, read by TypeScript's compiler in Chromium. */
@Tag("browser")
class ScriptsIT {
    private static final Path ROOT = Path.of("..");
    private static final String FLAGS_JS = "flipswitch-servlet/src/main/resources/dev/flipswitch/servlet/flags.js";

    private static ChromeDriver browser;

    @BeforeAll
    static void loadTheCompiler(@TempDir Path folder) throws IOException {
        browser = Browser.open(folder.resolve("profile"));
        browser.manage().timeouts().scriptTimeout(LIMIT);
        String compiler = "";
        Map<String, String> libraries = new HashMap<>(); // what JavaScript and browsers have
        URL webjar = resource("/META-INF/maven/org.webjars.npm/typescript/pom.properties");
        try (JarFile jar = ((JarURLConnection) webjar.openConnection()).getJarFile()) {
            for (JarEntry entry : jar.stream().toList()) {
                String name = entry.getName().replaceFirst(".*/lib/(?=[^/]*$)", "");
                if (name.matches("lib\\.(es|dom|decorators).*\\.d\\.ts")) {
                    libraries.put(name, text(jar.getInputStream(entry)));
                } else if (name.equals("typescript.js")) {
                    compiler = text(jar.getInputStream(entry));
                }
            }
        }
        browser.executeScript(
                compiler
                        + text(resource("check-scripts.js").openStream())
                        + """
                        const [libraries] = arguments;
                        window.findings = (names, scripts) => check(names, { ...libraries, ...scripts });""",
                libraries);
    }

    @AfterAll
    static void close() {
        if (browser != null) {
            browser.quit();
        }
    }

    private static URL resource(String name) {
        return Objects.requireNonNull(ScriptsIT.class.getResource(name), name);
    }

    private static String text(InputStream stream) throws IOException {
        try (stream) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static @Nullable Object findings(List<String> names, Map<String, String> scripts) {
        return browser.executeScript("return findings(...arguments)", names, scripts);
    }

    private static Map<String, String> scripts() throws IOException {
        Map<String, String> scripts = new HashMap<>();
        for (String module : List.of("flipswitch-jaxrs-server", "flipswitch-servlet", "demo/shop")) {
            try (Stream<Path> files = Files.walk(ROOT.resolve(module).resolve("src"))) {
                files.filter(file -> file.toString().endsWith(".js"))
                        .forEach(file -> scripts.put(ROOT.relativize(file).toString(), read(file)));
            }
        }
        return scripts;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void haveNoFaults() throws IOException {
        Map<String, String> scripts = scripts();
        List<String> names = scripts.keySet().stream().sorted().toList();
        assertThat(names)
                .contains("flipswitch-jaxrs-server/src/main/webapp/dashboard/app.js", FLAGS_JS)
                .contains("demo/shop/src/main/webapp/shop.js");
        scripts.put(
                "demo/shop/src/main/webapp/flipswitch/flags.js", read(ROOT.resolve(FLAGS_JS))); // where pages find it
        assertThat(findings(names, scripts)).isEqualTo(List.of());
    }

    @Test
    void faultsAreFound() {
        String script =
                """
                import { other } from "./other.js";
                import { none } from "./other.js";
                var old = 1;
                let fixed = other == old;
                let moving = null;
                for (let each of [1]) moving ??= each;
                console.log(moving == null, fixd, documnt.title, document.titel);
                eval("1");
                class Counter {
                  #count = 0;
                  up() { return this.#other; }
                }
                function twice(number) {
                  return 2 * number;
                  console.log(new Counter());
                }
                twice(1, 2);
                assigned = 1;
                fixed.x ===;
                """;
        assertThat(findings(List.of("page.js"), Map.of("page.js", script, "other.js", "export const other = 1;")))
                .isEqualTo(List.of(
                        "page.js:19:12 Expression expected.",
                        "page.js:2:1 'none' is declared but its value is never read.",
                        "page.js:2:10 Module '\"./other.js\"' has no exported member 'none'.",
                        "page.js:7:29 Cannot find name 'fixd'. Did you mean 'fixed'?",
                        "page.js:7:35 Cannot find name 'documnt'. Did you mean 'document'?",
                        "page.js:7:59 Property 'titel' does not exist on type 'Document'. Did you mean 'title'?",
                        "page.js:10:3 '#count' is declared but its value is never read.",
                        "page.js:11:22 Property '#other' does not exist on type 'Counter'.",
                        "page.js:15:3 Unreachable code detected.",
                        "page.js:17:10 Expected 0-1 arguments, but got 2.",
                        "page.js:18:1 Cannot find name 'assigned'.",
                        "page.js:3:1 Use 'let' or 'const', not 'var'.",
                        "page.js:4:19 Use '===' or '!=='.",
                        "page.js:8:1 Do not run a text as code.",
                        "page.js:4:5 Use 'const': nothing else is assigned.",
                        "page.js:6:10 Use 'const': nothing else is assigned."));
    }
}
