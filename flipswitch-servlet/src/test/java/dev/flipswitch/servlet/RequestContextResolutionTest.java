package dev.flipswitch.servlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.openfeature.sdk.EvaluationContext;
import dev.openfeature.sdk.ImmutableContext;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** For whom flags are evaluated. */
class RequestContextResolutionTest {
    private static final Pattern COOKIE = Pattern.compile("shop-visitor=([A-Za-z0-9_-]{22});");

    private final Web web = new Web();
    private final LogRecords log = new LogRecords();

    @BeforeEach
    void page() {
        web.flagServer.set("a", "true");
        web.page("/page", (request, response) -> response.getWriter()
                .write(String.valueOf(RequestFlags.of(request).getBoolean("a", false))));
        web.page("/plain", (request, response) -> response.getWriter().write("plain"));
    }

    @AfterEach
    void close() throws Exception {
        log.close();
        web.close();
    }

    @Test
    void anAnonymousVisitorHasNoCookieUnlessOneIsConfigured() throws Exception {
        web.startConnected();
        assertThat(web.answer("/page").headers().firstValue("Set-Cookie")).isEmpty();
        assertThat(web.contexts("a")).containsExactly("{\"context\":{}}");
    }

    @Test
    void anAnonymousVisitorIsKnownAgainByACookie() throws Exception {
        web.set("cookie", "shop-visitor").startConnected();
        assertThat(web.answer("/plain").headers().firstValue("Set-Cookie"))
                .as("no flag was read")
                .isEmpty();
        var first = web.answer("/page");
        String cookie = first.headers().firstValue("Set-Cookie").orElseThrow();
        assertThat(cookie)
                .contains("HttpOnly", "SameSite=Lax", "Path=/app/", "Max-Age=31536000")
                .doesNotContain("Secure");
        assertThat(first.headers().firstValue("Cache-Control")).contains("private");
        Matcher id = COOKIE.matcher(cookie);
        assertThat(id.find()).isTrue();
        assertThat(web.contexts("a")).containsExactly("{\"context\":{\"targetingKey\":\"" + id.group(1) + "\"}}");

        var second = web.answer("/page", "Cookie", "shop-visitor=" + id.group(1));
        assertThat(second.headers().firstValue("Set-Cookie")).isEmpty();
        assertThat(web.contexts("a")).as("cached for the same visitor").hasSize(1);
    }

    @Test
    void theCookieOfAVisitorOnTlsIsSecure() throws Exception {
        web.set("cookie", "shop-visitor").before(new HttpFilter() {
            private static final long serialVersionUID = 1L;

            @Override
            protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
                    throws IOException, ServletException {
                chain.doFilter(
                        new HttpServletRequestWrapper(request) {
                            @Override
                            public boolean isSecure() {
                                return true;
                            }
                        },
                        response);
            }
        });
        web.start();
        assertThat(web.answer("/page").headers().firstValue("Set-Cookie").orElseThrow())
                .contains("Secure", "HttpOnly", "SameSite=Lax");
    }

    @Test
    void theCookieIsSecureBehindATrustedProxyThatHasTls() throws Exception {
        web.set("cookie", "shop-visitor")
                .set("trusted-proxies", "127.0.0.1, ::1")
                .start();
        assertThat(web.answer("/page", "X-Forwarded-Proto", "https")
                        .headers()
                        .firstValue("Set-Cookie")
                        .orElseThrow())
                .contains("Secure");
        assertThat(web.answer("/page").headers().firstValue("Set-Cookie").orElseThrow())
                .doesNotContain("Secure");
    }

    @Test
    void theCookieIsSecureWhereItIsSetSo() throws Exception {
        web.set("cookie", "shop-visitor").set("cookie-secure", "true").start();
        assertThat(web.answer("/page").headers().firstValue("Set-Cookie").orElseThrow())
                .contains("Secure");
    }

    @Test
    void aHostileCookieIsReplacedAndNeverLogged() throws Exception {
        web.set("cookie", "shop-visitor").start();
        for (String hostile : List.of(
                "admin",
                "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                "AAAAAAAAAAAAAAAAAAAA=;",
                "${jndi:ldap://x/AAAAAA}",
                "\"AAAAAAAAAA\\r\\nAAAAAAAA\"")) {
            assertThat(web.raw("/app/page", "Cookie: shop-visitor=" + hostile))
                    .containsPattern(COOKIE)
                    .doesNotContain("jndi", "admin");
        }
        assertThat(web.contexts("a"))
                .allSatisfy(context -> assertThat(context).doesNotContain("jndi", "admin", "AAAAAAAAAA"));
        assertThat(log.containing("jndi")).isEmpty();
    }

    @Test
    void tellsOfARequestOnlyWhatIsConfigured() throws Exception {
        web.set("attributes", "country=header:X-Country, plan=parameter:plan, language = locale")
                .startConnected();
        web.answer("/page?plan=gold&other=1", "X-Country", "de", "Accept-Language", "de-AT");
        web.answer("/page?plan=" + "x".repeat(300), "X-Country", "fr", "Accept-Language", "fr");
        web.answer("/page?plan=a%0d%0ab", "X-Country", "it", "Accept-Language", "it");
        assertThat(web.contexts("a"))
                .containsExactly(
                        "{\"context\":{\"country\":\"de\",\"language\":\"de-AT\",\"plan\":\"gold\"}}",
                        "{\"context\":{\"country\":\"fr\",\"language\":\"fr\"}}",
                        "{\"context\":{\"country\":\"it\",\"language\":\"it\"}}");
    }

    @Test
    void asksTheResolverThatTheApplicationGivesInCodeOncePerRequest() throws Exception {
        int[] asked = new int[1];
        web.context.setAttribute(RequestContextResolver.ATTRIBUTE, (RequestContextResolver) request -> {
            asked[0]++;
            assertThat(RequestFlags.of(request).getBoolean("asked-while-resolving", true))
                    .isTrue();
            return new ImmutableContext("code");
        });
        web.page("/page", (request, response) -> {
            RequestFlags.of(request).get("a");
            RequestFlags.of(request).get("b");
        });
        web.startConnected();
        web.get("/plain");
        assertThat(asked[0]).isZero();
        web.get("/page");
        assertThat(asked[0]).isEqualTo(1);
        assertThat(web.contexts("a")).containsExactly("{\"context\":{\"targetingKey\":\"code\"}}");
    }

    /** Named by its class in a test. */
    public static final class ByHeader implements RequestContextResolver {
        @Override
        public EvaluationContext resolve(HttpServletRequest request) {
            return new ImmutableContext(request.getHeader("X-User"));
        }
    }

    @Test
    void asksTheResolverThatIsConfiguredByItsClass() throws Exception {
        web.set("context-resolver", ByHeader.class.getName()).startConnected();
        web.answer("/page", "X-User", "anna");
        assertThat(web.contexts("a")).containsExactly("{\"context\":{\"targetingKey\":\"anna\"}}");
    }

    @Test
    void doesNotStartWithAResolverThatIsNone() {
        web.set("context-resolver", "java.lang.String");
        assertThatExceptionOfType(Exception.class).isThrownBy(web::start).withStackTraceContaining("FLIP-SERVLET-0005");
    }

    @Test
    void aResolverThatThrowsMakesTheRequestAnonymousAndIsLoggedWithoutControlCharacters() throws Exception {
        web.context.setAttribute(RequestContextResolver.ATTRIBUTE, (RequestContextResolver) request -> {
            throw new IllegalArgumentException(
                    "bad user " + request.getParameter("user"), new IllegalStateException("inner\nline"));
        });
        web.start();
        assertThat(web.get("/page?user=x%0d%0aforged%20line%c2%85%c2%9b31m%e2%80%a8%e2%80%ae"))
                .isEqualTo("true");
        assertThat(web.get("/page")).isEqualTo("true");
        assertThat(web.contexts("a")).containsOnly("{\"context\":{}}");
        assertThat(log.containing("FLIP-SERVLET-0006"))
                .as("not repeated at once")
                .singleElement()
                .asString()
                .startsWith("SEVERE")
                .contains("bad user x??forged line??31m??", "RequestContextResolutionTest")
                .doesNotContain("inner");
    }
}
