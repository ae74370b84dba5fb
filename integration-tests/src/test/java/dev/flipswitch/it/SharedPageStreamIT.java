package dev.flipswitch.it;

import static dev.flipswitch.fixtures.Limits.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.flipswitch.FlipswitchProvider;
import dev.flipswitch.fixtures.FakeFlagServer;
import dev.flipswitch.servlet.FlipswitchFilter;
import dev.openfeature.sdk.OpenFeatureAPI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.apache.catalina.Context;
import org.apache.catalina.core.StandardContext;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.scan.StandardJarScanner;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Cookie;
import org.openqa.selenium.WebDriverException;
import org.openqa.selenium.WindowType;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.logging.LogType;

/** Many visible windows of one application over HTTP/1.1, as in an intranet: without TLS, by a name. */
@Tag("browser")
class SharedPageStreamIT {
    private static final int WINDOWS = 10; // a browser makes six connections to a host
    private static final String HOST = "shop.intranet";
    private static final String WEB_XML =
            """
            <context-param>
              <param-name>flipswitch.servlet.public-flags</param-name>
              <param-value>dark-mode,tick</param-value>
            </context-param>
            <context-param>
              <param-name>flipswitch.servlet.context-resolver</param-name>
              <param-value>dev.flipswitch.it.LoginCookie</param-value>
            </context-param>
            <filter>
              <filter-name>open-streams</filter-name>
              <filter-class>dev.flipswitch.it.OpenStreams</filter-class>
              <async-supported>true</async-supported>
            </filter>
            <filter-mapping>
              <filter-name>open-streams</filter-name>
              <url-pattern>/flipswitch/events</url-pattern>
            </filter-mapping>
            <servlet>
              <servlet-name>default</servlet-name>
              <servlet-class>org.apache.catalina.servlets.DefaultServlet</servlet-class>
            </servlet>
            <servlet-mapping><servlet-name>default</servlet-name><url-pattern>/</url-pattern></servlet-mapping>
            <mime-mapping><extension>html</extension><mime-type>text/html</mime-type></mime-mapping>
            <mime-mapping><extension>js</extension><mime-type>text/javascript</mime-type></mime-mapping>""";
    private static final String PAGE =
            """
            <!DOCTYPE html>
            <meta charset="utf-8">
            <meta http-equiv="Content-Security-Policy"
                  content="default-src 'none'; script-src 'self'; connect-src 'self'">
            <script type="module" src="page.js"></script>
            <p id="value">not known</p>""";
    private static final String SCRIPT =
            """
            import { onFlag, reconnect } from './flipswitch/flags.js';
            window.seen = [];
            window.reconnect = reconnect;
            onFlag('dark-mode', (value) => {
              window.seen.push(value);
              document.getElementById('value').textContent = value;
            });
            document.addEventListener('flagconnection', ({ detail }) => { window.connected = detail.connected; });""";

    private static final FakeFlagServer flagServer = new FakeFlagServer();
    private static final Tomcat tomcat = new Tomcat();
    private static final AtomicInteger ticks = new AtomicInteger();
    private static volatile UnaryOperator<String> darkMode = user -> "first"; // of dark-mode, by the user
    private static ChromeDriver browser;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        browser = Browser.open(folder.resolve("profile"), "--host-resolver-rules=MAP " + HOST + " 127.0.0.1");
        flagServer.http().on("POST " + FakeFlagServer.EVALUATION, exchange -> {
            boolean isBob = exchange.request().bodyText().contains("\"bob\"");
            exchange.respond(
                    200,
                    """
                    {"flags":[{"key":"dark-mode","value":"%s"},{"key":"tick","value":%s}]}"""
                            .formatted(darkMode.apply(isBob ? "bob" : "alice"), ticks),
                    "Content-Type: application/json");
        });
        OpenFeatureAPI.getInstance()
                .setProviderAndWait(
                        FlipswitchProvider.DEFAULT_DOMAIN,
                        FlipswitchProvider.builder("key")
                                .baseUrl(flagServer.baseUrl())
                                .initTimeout(LIMIT) // a busy machine takes its time
                                .evaluationTimeout(LIMIT)
                                .build());
        ExplodedWar war = new ExplodedWar(folder.resolve("shop"))
                .jarsOf(FlipswitchFilter.class)
                .classes(LoginCookie.class)
                .webXml(WEB_XML)
                .file("page.html", PAGE)
                .file("page.js", SCRIPT);
        Files.createDirectories(folder.resolve("tomcat/webapps"));
        tomcat.setBaseDir(folder.resolve("tomcat").toString());
        tomcat.setPort(0);
        tomcat.getConnector().setProperty("address", "127.0.0.1");
        tomcat.setAddDefaultWebXmlToWebapp(false);
        Context context = tomcat.addWebapp("/shop", war.folder().toString());
        ((StandardContext) context).setContainerSciFilter("org\\.jboss\\.weld\\..*"); // which is the tests'
        ((StandardJarScanner) context.getJarScanner()).setScanClassPath(false); // the tests' own, and large
        tomcat.start();
    }

    @AfterAll
    static void stop() throws Exception {
        browser.quit();
        tomcat.stop();
        tomcat.destroy();
        OpenFeatureAPI.getInstance().shutdown();
        flagServer.close();
    }

    /** Leaves one blank window, no stream, and the flag's first value for the next test. */
    @AfterEach
    void tidy() {
        List<String> windows = new ArrayList<>(browser.getWindowHandles());
        browser.switchTo().newWindow(WindowType.WINDOW);
        String blank = browser.getWindowHandle();
        for (String window : windows) {
            try {
                browser.switchTo().window(window);
                browser.close();
            } catch (WebDriverException e) {
                // a crashed one
            }
        }
        browser.switchTo().window(blank);
        browser.executeCdpCommand("Network.clearBrowserCookies", Map.of());
        awaitStreams(0);
        browser.manage().logs().get(LogType.BROWSER);
        change(user -> "first");
    }

    private String page() {
        return "http://" + HOST + ":" + tomcat.getConnector().getLocalPort() + "/shop/page.html";
    }

    /** Opens a window, which shows the flag's value. */
    private String open(String value) {
        browser.switchTo().newWindow(WindowType.WINDOW);
        browser.get(page());
        awaitValue(value);
        return browser.getWindowHandle();
    }

    private List<String> open(int count) {
        browser.get(page());
        assertThat(browser.executeScript("return isSecureContext")).isEqualTo(false);
        List<String> windows = new ArrayList<>(List.of(browser.getWindowHandle()));
        while (windows.size() < count) {
            windows.add(open("first"));
        }
        return windows;
    }

    private void awaitValue(String value) {
        await().atMost(LIMIT).ignoreExceptions().untilAsserted(() -> assertThat(
                        browser.executeScript("return document.getElementById('value').textContent"))
                .isEqualTo(value));
    }

    private void awaitValue(List<String> windows, String value) {
        for (String window : windows) {
            browser.switchTo().window(window);
            awaitValue(value);
        }
    }

    private static void change(UnaryOperator<String> valueOfUser) {
        darkMode = valueOfUser;
        sendUpdate("dark-mode");
    }

    private static void sendUpdate(String key) {
        flagServer.send(
                "event: flag-updated\ndata: {\"flagKey\":\"" + key + "\",\"timestamp\":\"2026-01-01T00:00:00Z\"}\n\n");
    }

    private static void awaitOneStream() {
        awaitStreams(1);
    }

    /** Has the application write to all streams meanwhile, since a server finds only so that a page has left. */
    private static void awaitStreams(int count) {
        await("streams: " + count).atMost(LIMIT).until(() -> {
            ticks.incrementAndGet();
            sendUpdate("tick");
            return OpenStreams.NOW.get() == count;
        });
    }

    @Test
    void shareOneStreamAndAllHearOfAChange() {
        List<String> windows = open(WINDOWS);
        awaitOneStream();

        change(user -> "second");

        awaitValue(windows, "second");
        assertThat(OpenStreams.NOW).hasValue(1);
        assertThat(browser.manage().logs().get(LogType.BROWSER).getAll())
                .as("the console, violations of the policy above all")
                .isEmpty();
    }

    @Test
    void goOnWhenThePageCloses() {
        List<String> windows = new ArrayList<>(open(WINDOWS));
        awaitOneStream();
        for (String value : List.of("second", "third", "fourth")) {
            int before = OpenStreams.EVER.get();
            browser.switchTo().window(windows.remove(0)); // the first one has the stream, then any
            browser.close();
            browser.switchTo().window(windows.get(0));
            if (value.equals("second")) {
                await().atMost(LIMIT).until(() -> OpenStreams.EVER.get() > before);
            }
            change(user -> value);
            awaitValue(windows, value);
        }
    }

    @Test
    void goOnWhenThePageCrashes() {
        List<String> windows = new ArrayList<>(open(3));
        awaitOneStream();
        browser.switchTo().window(windows.remove(0));
        try {
            browser.get("chrome://crash");
        } catch (WebDriverException e) {
            // the tab crashed
        }
        change(user -> "second");
        awaitValue(windows, "second");
    }

    @Test
    void goOnWhileADialogStopsThePage() {
        List<String> windows = open(3);
        awaitOneStream();
        browser.switchTo().window(windows.get(0));
        browser.executeScript("setTimeout(() => alert('stopped'))");
        change(user -> "second");
        awaitValue(windows.subList(1, 3), "second");

        browser.switchTo().window(windows.get(0));
        browser.switchTo().alert().accept();
        awaitOneStream();
        change(user -> "third");
        awaitValue(windows, "third");
    }

    @Test
    void goOnWhileThePageIsFrozen() {
        List<String> windows = open(3);
        awaitOneStream();
        browser.switchTo().window(windows.get(0));
        browser.executeCdpCommand("Page.setWebLifecycleState", Map.of("state", "frozen"));
        change(user -> "second");
        awaitValue(windows.subList(1, 3), "second");
        awaitOneStream();
    }

    @Test
    void goOnWhenThePageIsLeftAndWithItWhenItComesBack() {
        List<String> windows = open(3);
        awaitOneStream();
        browser.switchTo().window(windows.get(0));
        browser.executeScript("window.kept = true");
        browser.get(page().replace("page.html", "page.js"));
        change(user -> "second");
        awaitValue(windows.subList(1, 3), "second");

        browser.switchTo().window(windows.get(0));
        browser.navigate().back();
        awaitValue("second");
        assertThat(browser.executeScript("return window.kept"))
                .as("the browser kept the page")
                .isEqualTo(true);
        awaitOneStream();
        change(user -> "third");
        awaitValue(windows, "third");
    }

    @Test
    void areNeverToldAnotherUsersValues() {
        change(user -> user + " 1");
        browser.get(page());
        logIn("alice");
        browser.get(page());
        awaitValue("alice 1");
        String alice = browser.getWindowHandle();
        logIn("bob");
        String bob = open("bob 1");
        String bobToo = open("bob 1");
        awaitStreams(2); // one for each user

        change(user -> user + " 2");

        awaitValue(List.of(alice), "alice 2");
        assertThat(seen()).isEqualTo("alice 1,alice 2");
        awaitValue(List.of(bob, bobToo), "bob 2");
        assertThat(seen()).isEqualTo("bob 1,bob 2");

        browser.switchTo().window(alice);
        browser.executeScript("window.reconnect()"); // the browser's user is bob by now
        awaitValue("bob 2");
        awaitOneStream();
    }

    private void logIn(String user) {
        browser.manage().deleteAllCookies();
        browser.manage().addCookie(new Cookie("login", user));
    }

    private String seen() {
        return String.valueOf(browser.executeScript("return window.seen.join()"));
    }
}
