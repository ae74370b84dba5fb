package dev.flipswitch.it;

import static dev.flipswitch.fixtures.Limits.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.WindowType;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.logging.LogType;

/** Many visible dashboards over HTTP/1.1, without TLS. */
@Tag("browser")
class SharedDashboardStreamIT {
    private static final int WINDOWS = 10; // a browser makes six connections to a host
    private static final String HOST = "flags.intranet";
    private static final String FLAG = "dark-mode";
    private static final By SWITCH = By.cssSelector("[data-flag='" + FLAG + "'] [role=switch]");

    @TempDir
    Path folder;

    private final Http http = new Http();
    private ServerProcess server;
    private ChromeDriver browser;

    @BeforeEach
    void start() throws Exception {
        browser = Browser.open(folder.resolve("profile"), "--host-resolver-rules=MAP " + HOST + " 127.0.0.1");
        server = new ServerProcess(folder);
        assertThat(http.create(server.url(), ServerProcess.ADMIN_TOKEN, FLAG).statusCode())
                .isBetween(200, 201);
    }

    @AfterEach
    void stop() {
        browser.quit();
        if (server != null) {
            server.close();
        }
    }

    private String signIn() {
        browser.get(server.url().replace("localhost", HOST));
        WebElement field = browser.findElement(By.id("token"));
        field.sendKeys(ServerProcess.ADMIN_TOKEN);
        browser.findElement(By.id("sign-in")).click();
        awaitSwitch("false");
        awaitLive();
        return browser.getWindowHandle();
    }

    private void awaitSwitch(String checked) {
        await().atMost(LIMIT)
                .ignoreExceptions()
                .until(() -> checked.equals(browser.findElement(SWITCH).getDomAttribute("aria-checked")));
    }

    private void awaitLive() {
        await().atMost(LIMIT).ignoreExceptions().until(() -> "live"
                .equals(browser.findElement(By.id("connection")).getDomAttribute("data-status")));
    }

    private void toggle(boolean on) throws Exception {
        assertThat(http.toggle(server.url(), ServerProcess.ADMIN_TOKEN, FLAG, on)
                        .statusCode())
                .isEqualTo(200);
    }

    private String connections() throws Exception {
        return http.answer(HttpRequest.newBuilder(URI.create(server.url() + "api/admin/connections"))
                        .header("Authorization", "Bearer " + ServerProcess.ADMIN_TOKEN))
                .body();
    }

    private void awaitSwitch(List<String> windows, String checked) {
        for (String window : windows) {
            browser.switchTo().window(window);
            awaitSwitch(checked);
        }
    }

    @Test
    void shareOneStreamAndGoOnWhenThePageThatHasItCloses() throws Exception {
        List<String> windows = new ArrayList<>(List.of(signIn()));
        while (windows.size() < WINDOWS) {
            browser.switchTo().newWindow(WindowType.WINDOW);
            windows.add(signIn());
        }
        assertThat(browser.executeScript("return isSecureContext")).isEqualTo(false);
        await().atMost(LIMIT).until(() -> connections().contains("\"total\":1,"));

        toggle(true);
        awaitSwitch(windows, "true");

        browser.switchTo().window(windows.remove(0));
        browser.close();
        toggle(false);
        awaitSwitch(windows, "false");

        browser.findElement(SWITCH).click();
        awaitSwitch(windows, "true");
        awaitLive();
        assertThat(browser.manage().logs().get(LogType.BROWSER).getAll())
                .as("the console, violations of the policy above all")
                .isEmpty();
    }
}
