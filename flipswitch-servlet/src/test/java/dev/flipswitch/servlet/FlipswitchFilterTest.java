package dev.flipswitch.servlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.flipswitch.FlipswitchProvider;
import dev.flipswitch.fixtures.FakeFlagServer;
import dev.openfeature.sdk.OpenFeatureAPI;
import jakarta.el.ELException;
import jakarta.el.ELManager;
import jakarta.el.ELProcessor;
import jakarta.el.ValueExpression;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.Principal;
import java.util.EnumSet;
import java.util.TreeMap;
import org.eclipse.jetty.ee10.servlet.FilterHolder;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The filter on Jetty, in front of a servlet that the test gives. */
class FlipswitchFilterTest {
    private final FakeFlagServer flagServer = new FakeFlagServer();
    private final Server jetty = new Server();
    private final ServerConnector connector = new ServerConnector(jetty);
    private final HttpClient http = HttpClient.newHttpClient();
    private volatile Page page = request -> "";

    /** What a servlet answers. */
    private interface Page {
        String render(HttpServletRequest request) throws IOException;
    }

    @BeforeEach
    void start() throws Exception {
        OpenFeatureAPI.getInstance()
                .setProviderAndWait(
                        FlipswitchProvider.DEFAULT_DOMAIN,
                        FlipswitchProvider.builder("key")
                                .baseUrl(flagServer.baseUrl())
                                .build());
        connector.setHost("127.0.0.1");
        jetty.addConnector(connector);
        ServletContextHandler context = new ServletContextHandler("/");
        context.addFilter(new FilterHolder(new UserFilter()), "/*", EnumSet.of(DispatcherType.REQUEST));
        context.addFilter(new FilterHolder(new FlipswitchFilter()), "/filtered/*", EnumSet.of(DispatcherType.REQUEST));
        context.addServlet(new ServletHolder(new PageServlet()), "/*");
        jetty.setHandler(context);
        jetty.start();
    }

    /** Stands for the container's authentication: the parameter {@code user} names the principal. */
    private static final class UserFilter extends HttpFilter {
        private static final long serialVersionUID = 1L;

        @Override
        protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
                throws IOException, ServletException {
            String user = request.getParameter("user");
            chain.doFilter(
                    user == null
                            ? request
                            : new HttpServletRequestWrapper(request) {
                                @Override
                                public Principal getUserPrincipal() {
                                    return () -> user;
                                }
                            },
                    response);
        }
    }

    private final class PageServlet extends HttpServlet {
        private static final long serialVersionUID = 1L;

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
            response.getWriter().write(page.render(request));
        }
    }

    @AfterEach
    void stop() throws Exception {
        jetty.stop();
        OpenFeatureAPI.getInstance().shutdown();
        flagServer.close();
    }

    private String get(String path) throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + connector.getLocalPort() + path);
        return http.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
                .body();
    }

    @Test
    void givesAServletTheFlagsOfItsRequest() throws Exception {
        flagServer.set("dark-mode", "true");
        page = request -> RequestFlags.of(request).getBoolean("dark-mode", false) + " "
                + RequestFlags.of(request).getBoolean("unknown", true);
        assertThat(get("/filtered/page")).isEqualTo("true true");
    }

    @Test
    void givesAnExpressionTheValueOfEachType() throws Exception {
        flagServer.set("dark-mode", "true");
        flagServer.set("title", "\"Shop\"");
        flagServer.set("limit", "3");
        flagServer.set("theme", "{\"colors\":[\"red\",{\"name\":\"blue\"}]}");
        page = request -> {
            ELProcessor el = new ELProcessor();
            el.defineBean("flags", request.getAttribute("flags"));
            return el.eval("flags['dark-mode'] ? 'dark' : 'light'") + " " + el.eval("flags.title") + " "
                    + el.eval("flags.limit + 1") + " " + el.eval("flags.theme.colors[1].name") + " "
                    + el.eval("flags.unknown == null");
        };
        assertThat(get("/filtered/page")).isEqualTo("dark Shop 4 blue true");
    }

    /** Jakarta Expression Language 5.0, section 1.2.1: as Faces' deferred expressions are, which may also set values. */
    @Test
    void givesADeferredExpressionTheValueAtEachEvaluationAndLetsItSetNone() throws Exception {
        flagServer.set("dark-mode", "true");
        page = request -> {
            ELManager el = new ELManager();
            el.defineBean("flags", request.getAttribute("flags"));
            ValueExpression deferred = ELManager.getExpressionFactory()
                    .createValueExpression(el.getELContext(), "#{flags['dark-mode']}", Boolean.class);
            assertThatExceptionOfType(ELException.class).isThrownBy(() -> deferred.setValue(el.getELContext(), false));
            return deferred.<Object>getValue(el.getELContext()) + " " + deferred.<Object>getValue(el.getELContext());
        };
        assertThat(get("/filtered/page")).isEqualTo("true true");
    }

    @Test
    void keepsToTheFirstAnswerForTheWholeRequest() throws Exception {
        flagServer.set("dark-mode", "true");
        page = request -> {
            RequestFlags flags = RequestFlags.of(request);
            boolean before = flags.getBoolean("dark-mode", false);
            OpenFeatureAPI.getInstance().setProviderAndWait(FlipswitchProvider.DEFAULT_DOMAIN, otherProvider());
            return before + " " + flags.getBoolean("dark-mode", false);
        };
        assertThat(get("/filtered/page")).isEqualTo("true true");
        assertThat(get("/filtered/page")).isEqualTo("false false");
    }

    private FlipswitchProvider otherProvider() {
        flagServer.set("dark-mode", "false");
        return FlipswitchProvider.builder("key").baseUrl(flagServer.baseUrl()).build();
    }

    @Test
    void asksNothingForARequestThatReadsNoFlag() throws Exception {
        page = request -> "plain";
        assertThat(get("/filtered/page")).isEqualTo("plain");
        assertThat(flagServer.evaluations("dark-mode")).isZero();
    }

    @Test
    void evaluatesForThePrincipal() throws Exception {
        flagServer.set("dark-mode", "true");
        page = request -> String.valueOf(RequestFlags.of(request).get("dark-mode"));
        assertThat(get("/filtered/page")).isEqualTo("true");
        assertThat(get("/filtered/page?user=anna")).isEqualTo("true");
        assertThat(flagServer.http().requests())
                .filteredOn(request -> request.path().endsWith("/dark-mode"))
                .extracting(request -> request.bodyText())
                .containsExactly("{\"context\":{}}", "{\"context\":{\"targetingKey\":\"anna\"}}");
    }

    @Test
    void listsTheFlagsThatWereRead() throws Exception {
        flagServer.set("dark-mode", "true");
        page = request -> {
            RequestFlags flags = RequestFlags.of(request);
            flags.get("dark-mode");
            flags.get("unknown");
            return new TreeMap<>(flags).toString();
        };
        assertThat(get("/filtered/page")).isEqualTo("{dark-mode=true, unknown=null}");
    }

    @Test
    void saysWhatIsMissingWhereARequestHasNoFlags() throws Exception {
        page = request -> {
            assertThatIllegalStateException()
                    .isThrownBy(() -> RequestFlags.of(request))
                    .withMessageContaining("FLIP-SERVLET-0001")
                    .withMessageContaining(FlipswitchFilter.class.getName());
            return "checked";
        };
        assertThat(get("/elsewhere")).isEqualTo("checked");
    }
}
