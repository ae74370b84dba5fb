package dev.flipswitch.it;

import static dev.flipswitch.fixtures.Limits.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.flipswitch.FlipswitchProvider;
import dev.flipswitch.fixtures.FakeFlagServer;
import dev.flipswitch.servlet.FlipswitchFilter;
import dev.openfeature.sdk.OpenFeatureAPI;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.catalina.Context;
import org.apache.catalina.core.StandardContext;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.scan.StandardJarScanner;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.logging.LogType;

/** The script of {@code docs/servlet.md}, word for word, in a page in Chromium. */
@Tag("browser")
class PageSnippetIT {
    private static final String WEB_XML =
            """
            <context-param>
              <param-name>flipswitch.servlet.public-flags</param-name>
              <param-value>dark-mode, winter-sale</param-value>
            </context-param>
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
            <p id="banner" hidden>Winter sale</p>
            <p id="news"></p>""";

    @TempDir
    Path folder;

    private final FakeFlagServer flagServer = new FakeFlagServer();
    private final Tomcat tomcat = new Tomcat();

    @AfterEach
    void stop() throws Exception {
        tomcat.stop();
        tomcat.destroy();
        OpenFeatureAPI.getInstance().shutdown();
        flagServer.close();
    }

    private static String snippet() throws IOException {
        String guide = Files.readString(Path.of("../docs/servlet.md"));
        String begin = "<!-- snippet: page.js -->\n```js\n";
        int start = guide.indexOf(begin);
        assertThat(start).as(begin).isNotNegative();
        return guide.substring(start + begin.length(), guide.indexOf("```\n", start + begin.length()));
    }

    private void start() throws Exception {
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
                .webXml(WEB_XML)
                .file("page.html", PAGE)
                .file("page.js", snippet());
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

    private static @Nullable Object body(ChromeDriver browser) {
        return browser.executeScript("return document.body.className");
    }

    @Test
    void followsItsFlags() throws Exception {
        flagServer.set("dark-mode", "true");
        flagServer.set("winter-sale", "true");
        start();
        ChromeDriver browser = Browser.open(folder.resolve("profile"));
        try {
            browser.get("http://127.0.0.1:" + tomcat.getConnector().getLocalPort() + "/shop/page.html");
            await().atMost(LIMIT)
                    .until(() -> browser.findElement(By.id("banner")).isDisplayed());
            assertThat(body(browser)).isEqualTo("dark");

            flagServer.change("dark-mode", "false");
            await().atMost(LIMIT).untilAsserted(() -> assertThat(
                            browser.findElement(By.id("news")).getText())
                    .isEqualTo("dark-mode: true → false"));
            assertThat(body(browser)).isEqualTo("");
            assertThat(browser.manage().logs().get(LogType.BROWSER).getAll())
                    .as("the console, violations of the policy above all")
                    .isEmpty();
        } finally {
            browser.quit();
        }
    }
}
