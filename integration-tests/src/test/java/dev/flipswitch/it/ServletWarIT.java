package dev.flipswitch.it;

import static dev.flipswitch.fixtures.Limits.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.flipswitch.FlipswitchProvider;
import dev.flipswitch.fixtures.FakeFlagServer;
import dev.flipswitch.it.war.Customers;
import dev.flipswitch.it.war.InjectedServlet;
import dev.flipswitch.it.war.LoginFilter;
import dev.flipswitch.it.war.PageServlet;
import dev.flipswitch.servlet.FlipswitchFilter;
import dev.openfeature.sdk.EvaluationContext;
import dev.openfeature.sdk.OpenFeatureAPI;
import dev.openfeature.sdk.TransactionContextPropagator;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.ref.WeakReference;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.catalina.Context;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.scan.StandardJarScanner;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The module's jar in web applications as they are deployed, on Tomcat: the fragment, web.xml, CDI by Weld, undeployment. */
@Tag("tomcat")
class ServletWarIT {
    private static final String ONLY_BELOW_APP =
            """
            <filter-mapping><filter-name>flipswitch</filter-name><url-pattern>/app/*</url-pattern></filter-mapping>""";
    private static final String PUBLIC_FLAGS =
            """
            <context-param>
              <param-name>flipswitch.servlet.public-flags</param-name>
              <param-value>dark-mode</param-value>
            </context-param>""";
    private static final String LOGIN =
            """
            <web-fragment xmlns="https://jakarta.ee/xml/ns/jakartaee" version="6.0">
              <name>login</name>
              <filter>
                <filter-name>login</filter-name>
                <filter-class>dev.flipswitch.it.war.LoginFilter</filter-class>
                <async-supported>true</async-supported>
              </filter>
              <filter-mapping><filter-name>login</filter-name><url-pattern>/*</url-pattern></filter-mapping>
            </web-fragment>""";

    @TempDir
    Path folder;

    private final FakeFlagServer flagServer = new FakeFlagServer();
    private final Tomcat tomcat = new Tomcat();
    private final Http http = new Http();

    @AfterEach
    void stop() throws Exception {
        tomcat.stop();
        tomcat.destroy();
        OpenFeatureAPI.getInstance().shutdown();
        System.clearProperty("flipswitch.api-key");
        System.clearProperty("flipswitch.base-url");
        flagServer.close();
    }

    private ExplodedWar war() throws IOException {
        return new ExplodedWar(folder.resolve("shop")).jarsOf(FlipswitchFilter.class);
    }

    private Context deploy(ExplodedWar war) throws Exception {
        flagServer.set("dark-mode", "true");
        System.setProperty("flipswitch.api-key", "key"); // where there is CDI, it registers the provider
        System.setProperty("flipswitch.base-url", flagServer.baseUrl());
        OpenFeatureAPI.getInstance()
                .setProviderAndWait(
                        FlipswitchProvider.DEFAULT_DOMAIN,
                        FlipswitchProvider.builder("key")
                                .baseUrl(flagServer.baseUrl())
                                .initTimeout(LIMIT) // a busy machine takes its time
                                .evaluationTimeout(LIMIT)
                                .build());
        Files.createDirectories(folder.resolve("tomcat/webapps"));
        tomcat.setBaseDir(folder.resolve("tomcat").toString());
        tomcat.setPort(0);
        tomcat.getConnector().setProperty("address", "127.0.0.1");
        tomcat.setAddDefaultWebXmlToWebapp(false);
        Context context = tomcat.addWebapp("/shop", war.folder().toString());
        ((StandardJarScanner) context.getJarScanner()).setScanClassPath(false); // the tests' own, and large
        tomcat.start();
        assertThat(context.getState().isAvailable()).isTrue();
        return context;
    }

    private String get(String path, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri(path));
        return http.answer(headers.length == 0 ? request : request.headers(headers))
                .body();
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + tomcat.getConnector().getLocalPort() + "/shop" + path);
    }

    private List<String> contexts() {
        return flagServer.http().requests().stream()
                .filter(request -> request.path().endsWith("/dark-mode"))
                .map(request -> request.bodyText())
                .toList();
    }

    @Test
    void theFilterRegistersItselfWhereTheJarIs() throws Exception {
        deploy(war().classes(PageServlet.class));
        assertThat(get("/page")).isEqualTo("{\"dark-mode\":true}");
    }

    /** Servlet 6.0, section 8.2.3: a mapping in web.xml takes the place of the fragment's for the same filter. */
    @Test
    void aMappingInWebXmlTakesThePlaceOfTheFragments() throws Exception {
        deploy(war().classes(PageServlet.class).webXml(ONLY_BELOW_APP));
        assertThat(get("/app/page")).isEqualTo("{\"dark-mode\":true}");
        assertThat(get("/page")).isEqualTo("no flags");
    }

    /** Servlet 6.0, section 8.2.2: a fragment that the absolute ordering does not name is left out. */
    @Test
    void anAbsoluteOrderingWithoutTheFragmentSwitchesItOff() throws Exception {
        deploy(war().classes(PageServlet.class).webXml("<absolute-ordering/>"));
        assertThat(get("/page")).isEqualTo("no flags");
        assertThat(get("/flipswitch/flags")).isEqualTo("no flags");
    }

    @ParameterizedTest
    @CsvSource({"login, flipswitch, anna", "flipswitch, login,"})
    void anAbsoluteOrderingPutsTheFilterBeforeOrAfterOthers(String first, String second, String user) throws Exception {
        ExplodedWar war = war().classes(PageServlet.class, LoginFilter.class, anonymousClassOf(LoginFilter.class));
        war.webXml("<absolute-ordering><name>" + first + "</name><name>" + second + "</name></absolute-ordering>");
        try (OutputStream file = Files.newOutputStream(war.folder().resolve("WEB-INF/lib/login.jar"));
                ZipOutputStream jar = new ZipOutputStream(file)) {
            jar.putNextEntry(new ZipEntry("META-INF/web-fragment.xml"));
            jar.write(LOGIN.getBytes(StandardCharsets.UTF_8));
        }
        deploy(war);
        assertThat(get("/page")).isEqualTo("{\"dark-mode\":true}");
        assertThat(contexts())
                .containsExactly("{\"context\":{" + (user == null ? "" : "\"targetingKey\":\"" + user + "\"") + "}}");
    }

    private static Class<?> anonymousClassOf(Class<?> type) throws ClassNotFoundException {
        return Class.forName(type.getName() + "$1");
    }

    @Test
    void asksTheBeanThatIsARequestContextResolverAndInjectsItsRequestsFlags() throws Exception {
        deploy(war().classes(InjectedServlet.class, Customers.class).file("WEB-INF/beans.xml", ""));
        assertThat(get("/injected", "X-Customer", "anna")).isEqualTo("{\"dark-mode\":true}");
        assertThat(get("/injected", "X-Customer", "bert")).isEqualTo("{\"dark-mode\":true}");
        assertThat(contexts())
                .containsExactly(
                        "{\"context\":{\"targetingKey\":\"anna\"}}", "{\"context\":{\"targetingKey\":\"bert\"}}");
    }

    private static final String FACES =
            """
            <servlet>
              <servlet-name>faces</servlet-name>
              <servlet-class>jakarta.faces.webapp.FacesServlet</servlet-class>
            </servlet>
            <servlet-mapping><servlet-name>faces</servlet-name><url-pattern>*.xhtml</url-pattern></servlet-mapping>""";

    private static final String FACELET =
            """
            <!DOCTYPE html>
            <html xmlns:h="jakarta.faces.html">
            <h:head><title>${flags['title']}</title></h:head>
            <h:body class="#{flags['dark-mode'] ? 'dark' : 'light'}">
              <h:outputText id="sale" value="sale" rendered="#{flags['winter-sale']}"/>
              <h:form id="form"><h:commandButton id="again" value="Again"/></h:form>
            </h:body>
            </html>""";

    /** Mojarra, whose request attributes are found by its own resolver. */
    @Test
    void facesPagesAndTheirPostbacksReadFlagsByDeferredExpressions() throws Exception {
        flagServer.set("title", "\"Shop\"");
        flagServer.set("winter-sale", "false");
        deploy(war().webXml(FACES).file("WEB-INF/beans.xml", "").file("page.xhtml", FACELET));
        flagServer.awaitClient(LIMIT);
        HttpResponse<String> first = http.answer(HttpRequest.newBuilder(uri("/page.xhtml")));
        assertThat(first.body())
                .contains("<title>Shop</title>", "<body class=\"dark\">")
                .doesNotContain("id=\"sale\"");

        flagServer.change("winter-sale", "true");
        flagServer.change("dark-mode", "false");
        await().atMost(LIMIT).untilAsserted(() -> assertThat(postback(first).body())
                .contains("<body class=\"light\">", "<span id=\"sale\">sale</span>"));
    }

    private HttpResponse<String> postback(HttpResponse<String> page) throws Exception {
        Matcher state = Pattern.compile("name=\"jakarta.faces.ViewState\"[^>]* value=\"([^\"]+)\"")
                .matcher(page.body());
        assertThat(state.find()).as(page.body()).isTrue();
        String session = page.headers().firstValue("Set-Cookie").orElseThrow().replaceFirst(";.*", "");
        return http.answer(HttpRequest.newBuilder(uri("/page.xhtml"))
                .header("Cookie", session)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString("form=form&form%3Aagain=Again&jakarta.faces.ViewState="
                        + URLEncoder.encode(state.group(1), StandardCharsets.UTF_8))));
    }

    /** As one does that is installed by another application, over what it found. */
    private record Wrapping(TransactionContextPropagator found) implements TransactionContextPropagator {
        @Override
        public EvaluationContext getTransactionContext() {
            return found.getTransactionContext();
        }

        @Override
        public void setTransactionContext(EvaluationContext context) {
            found.setTransactionContext(context);
        }
    }

    @Test
    void nothingHoldsAnApplicationThatIsGoneAlthoughOpenFeatureIsShared() throws Exception {
        OpenFeatureAPI api = OpenFeatureAPI.getInstance();
        TransactionContextPropagator before = api.getTransactionContextPropagator();
        Context context = deploy(war().classes(PageServlet.class).webXml(PUBLIC_FLAGS));
        try {
            api.setTransactionContextPropagator(new Wrapping(api.getTransactionContextPropagator()));
            assertThat(get("/page")).isEqualTo("{\"dark-mode\":true}");
            WeakReference<ClassLoader> application =
                    new WeakReference<>(context.getLoader().getClassLoader());

            tomcat.getHost().removeChild(context);
            context = null;
            api.shutdown(); // ends the threads of its events at once, which end by themselves after a minute
            await().atMost(LIMIT).untilAsserted(() -> {
                System.gc();
                assertThat(application.get()).isNull();
            });
        } finally {
            api.setTransactionContextPropagator(before);
        }
    }
}
