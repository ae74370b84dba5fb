package dev.flipswitch.it;

import static dev.flipswitch.fixtures.Limits.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.WindowType;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.logging.LogType;

/** The dashboard and the shop side by side in Chromium, as somebody who tries the demo has them. */
@Tag("browser")
class BrowserIT {
    private static final By DARK_MODE = By.cssSelector("[data-flag='dark-mode'] [role=switch]");

    private static DemoProcess demo;

    private ChromeDriver browser;

    @BeforeAll
    static void start(@TempDir Path data) throws Exception {
        demo = DemoProcess.running(data);
    }

    @AfterAll
    static void stop() {
        demo.close();
    }

    @BeforeEach
    void open(@TempDir Path profile) throws Exception {
        browser = Browser.open(profile);
    }

    @AfterEach
    void quit() {
        browser.quit();
    }

    private String theme() {
        return String.valueOf(browser.findElement(By.tagName("html")).getDomAttribute("data-theme"));
    }

    private void signIn(String token) {
        WebElement field = browser.findElement(By.id("token"));
        field.clear();
        field.sendKeys(token);
        browser.findElement(By.id("sign-in")).click();
    }

    private void awaitDisplayed(By element) {
        await().atMost(LIMIT).ignoreExceptions().until(() -> browser.findElement(element)
                .isDisplayed());
    }

    @Test
    void aSwitchOnTheDashboardChangesTheOpenShopWithoutAReload() throws Exception {
        browser.get(demo.shopUrl());
        String shop = browser.getWindowHandle();
        awaitDisplayed(By.cssSelector("#live[data-live=yes]"));
        assertThat(theme()).isEqualTo("light");
        browser.executeScript("window.notReloaded = true");

        browser.switchTo().newWindow(WindowType.WINDOW);
        String dashboard = browser.getWindowHandle();
        browser.get(demo.serverUrl());
        signIn(DemoProcess.ADMIN_TOKEN);
        awaitDisplayed(DARK_MODE);
        browser.findElement(DARK_MODE).click();

        browser.switchTo().window(shop);
        await().atMost(LIMIT).until(() -> theme().equals("dark"));
        assertThat(browser.executeScript("return window.notReloaded")).isEqualTo(true);
        browser.navigate().refresh();
        assertThat(theme()).as("rendered by the JSP").isEqualTo("dark");

        new Http().toggle(demo.serverUrl(), DemoProcess.ADMIN_TOKEN, "dark-mode", false);

        await().atMost(LIMIT).until(() -> theme().equals("light"));
        browser.switchTo().window(dashboard);
        await().atMost(LIMIT)
                .until(() -> "false".equals(browser.findElement(DARK_MODE).getDomAttribute("aria-checked")));
        assertThat(browser.manage().logs().get(LogType.BROWSER).getAll())
                .as("the console of both pages: above all no violation of the Content-Security-Policy")
                .isEmpty();
    }

    @Test
    void theDashboardSaysThatATokenIsWrong() {
        browser.get(demo.serverUrl());
        signIn("wrong-token");
        awaitDisplayed(By.id("sign-in-error"));
        assertThat(browser.getPageSource()).doesNotContain("wrong-token");
        signIn(DemoProcess.ADMIN_TOKEN);
        awaitDisplayed(DARK_MODE);
    }
}
