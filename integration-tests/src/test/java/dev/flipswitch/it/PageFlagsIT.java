package dev.flipswitch.it;

import static dev.flipswitch.fixtures.Limits.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.logging.LogType;

/** {@code flags.js} in Chromium, on the demo shop's page with its strict Content-Security-Policy. */
@Tag("browser")
class PageFlagsIT {
    /** Beyond the 30 s after which a page tries again at the latest. */
    private static final String STREAMS = "return performance.getEntriesByType('resource')"
            + ".filter(entry => entry.name.endsWith('/flipswitch/events')).length";

    @TempDir
    static Path data;

    private static DemoProcess demo;

    private final Http http = new Http();
    private ChromeDriver browser;

    @BeforeAll
    static void start() throws Exception {
        demo = DemoProcess.running(data);
    }

    @AfterAll
    static void stop() {
        demo.close();
    }

    @BeforeEach
    void open(@TempDir Path profile) throws Exception {
        browser = Browser.open(profile);
        toggle(false);
        awaitTheShopSees(false);
        browser.get(demo.shopUrl());
        awaitLive("yes");
    }

    @AfterEach
    void quit() {
        browser.quit();
    }

    private void awaitTheShopSees(boolean on) {
        String values = demo.shopUrl() + "flipswitch/flags";
        await().atMost(LIMIT).until(() -> http.get(values).contains("\"dark-mode\":" + on));
    }

    private void awaitLive(String live) {
        await().atMost(LIMIT)
                .ignoreExceptions()
                .until(() -> live.equals(browser.findElement(By.id("live")).getDomAttribute("data-live")));
    }

    private void awaitTheme(String theme) {
        await().atMost(LIMIT)
                .until(() ->
                        theme.equals(browser.findElement(By.tagName("html")).getDomAttribute("data-theme")));
    }

    private void toggle(boolean on) throws Exception {
        assertThat(http.toggle(demo.serverUrl(), DemoProcess.ADMIN_TOKEN, "dark-mode", on)
                        .statusCode())
                .isEqualTo(200);
    }

    private List<?> consoleErrors() {
        return browser.manage().logs().get(LogType.BROWSER).getAll();
    }

    @Test
    void tellsFunctionsAndTheDocumentOfAChange() throws Exception {
        Object before = browser.executeAsyncScript(
                """
                const done = arguments[0];
                window.told = [];
                window.heard = [];
                document.addEventListener('flagchange', ({ detail }) => window.heard.push(detail));
                import('./flipswitch/flags.js').then(async ({ flag, onFlag, ready }) => {
                  await ready;
                  onFlag('dark-mode', (value, previous) => window.told.push([value, previous]));
                  const end = onFlag('dark-mode', () => window.told.push('ended'));
                  end();
                  window.flag = flag;
                  done([flag('dark-mode'), flag('never-listed', 'fallback')]);
                });""");
        assertThat(before).isEqualTo(List.of(false, "fallback"));

        toggle(true);

        awaitTheme("dark");
        await().atMost(LIMIT).untilAsserted(() -> assertThat(
                        browser.executeScript("return JSON.stringify([window.told, window.heard])"))
                .isEqualTo("[[[false,null],[true,false]],"
                        + "[{\"key\":\"dark-mode\",\"value\":true,\"previous\":false}]]"));
        assertThat(browser.executeScript("return window.flag('dark-mode')")).isEqualTo(true);
        assertThat(consoleErrors())
                .as("the console, violations of the policy above all")
                .isEmpty();
    }

    @Test
    void aHiddenPageIsQuietAndCatchesUpWhenItIsShownAgain() throws Exception {
        browser.manage().window().minimize();
        await().atMost(LIMIT).until(() -> "hidden".equals(browser.executeScript("return document.visibilityState")));
        awaitLive("no");
        Object streams = browser.executeScript(STREAMS);

        toggle(true);
        awaitTheShopSees(true);
        assertThat(browser.executeScript(STREAMS)).as("no stream meanwhile").isEqualTo(streams);
        assertThat(browser.findElement(By.tagName("html")).getDomAttribute("data-theme"))
                .isEqualTo("light");

        browser.manage().window().maximize();
        awaitTheme("dark");
        awaitLive("yes");
    }

    @Test
    void connectsAgainWhenTheApplicationIsBack() throws Exception {
        Map<String, String> samePorts =
                Map.of("flipswitch.server.port", port(demo.serverUrl()), "demo.port", port(demo.shopUrl()));
        browser.executeScript("window.notReloaded = true");
        toggle(true);
        awaitTheme("dark");
        demo.terminate();
        awaitLive("no");
        demo = new DemoProcess(data, samePorts);
        awaitLive("yes");
        toggle(false);
        awaitTheme("light");
        assertThat(browser.executeScript("return window.notReloaded")).isEqualTo(true);
    }

    private static String port(String url) {
        return Integer.toString(URI.create(url).getPort());
    }
}
