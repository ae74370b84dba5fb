package dev.flipswitch.servlet;

import static dev.flipswitch.fixtures.Limits.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Gates on Jetty, asked by raw requests. Servlet 6.0, section 3.5.2, says how a container makes a path canonical. */
class PathGatesTest {
    private final Web web = new Web();
    private final LogRecords log = new LogRecords();

    @AfterEach
    void close() throws Exception {
        log.close();
        web.close();
    }

    private void start(String gates) throws Exception {
        web.set("gates", gates);
        web.flagServer.set("off", "false");
        web.flagServer.set("on", "true");
        web.start();
    }

    @Test
    void showsWhatIsBehindAGateOnlyIfTheFlagIsOn() throws Exception {
        start("/beta/*=off, /labs/*=on, /exact=off");
        assertThat(web.answer("/beta/page").statusCode()).isEqualTo(404);
        assertThat(web.answer("/beta").statusCode()).isEqualTo(404);
        assertThat(web.answer("/betamax").statusCode()).isEqualTo(200);
        assertThat(web.answer("/exact").statusCode()).isEqualTo(404);
        assertThat(web.answer("/exact/").statusCode()).isEqualTo(404);
        assertThat(web.answer("/exact/more").statusCode()).isEqualTo(200);
        var open = web.answer("/labs/page");
        assertThat(open.body()).isEqualTo("nothing at /labs/page");
        assertThat(open.headers().firstValue("Cache-Control")).contains("private");
        assertThat(web.answer("/elsewhere").headers().firstValue("Cache-Control"))
                .isEmpty();
    }

    @Test
    void opensForWhomTheFlagIsOnAtTheNextRequest() throws Exception {
        start("/beta/*=new-beta");
        web.flagServer.set("new-beta", "false");
        assertThat(web.answer("/beta/x").statusCode()).isEqualTo(404);
        web.flagServer.awaitClient(LIMIT);
        web.flagServer.change("new-beta", "true");
        await().atMost(LIMIT).until(() -> web.answer("/beta/x").statusCode() == 200);
    }

    @Test
    void answersWithTheConfiguredStatusOrRedirect() throws Exception {
        start("/a/*=off else 403, /b/*=off else /soon?from=b, /c/*=off else https://example.com/wait");
        assertThat(web.answer("/a/x").statusCode()).isEqualTo(403);
        var inside = web.answer("/b/x");
        assertThat(inside.statusCode()).isEqualTo(302);
        assertThat(inside.headers().firstValue("Location").orElseThrow()).endsWith("/app/soon?from=b");
        assertThat(inside.headers().firstValue("Cache-Control")).contains("private");
        assertThat(web.answer("/c/x").headers().firstValue("Location")).contains("https://example.com/wait");
    }

    @Test
    void everyGateOfAPathMustBeOpen() throws Exception {
        start("/*=on, /deep/*=off");
        assertThat(web.answer("/x").statusCode()).isEqualTo(200);
        assertThat(web.answer("/deep/x").statusCode()).isEqualTo(404);
    }

    @Test
    void aGateOfAnIndexFileIsOneOfItsFolderToo() throws Exception {
        start("/index.html=off, /docs/index.jsp=off");
        assertThat(web.answer("/").statusCode()).isEqualTo(404);
        assertThat(web.answer("/docs/").statusCode()).isEqualTo(404);
        assertThat(web.answer("/docs;a=b/./").statusCode()).isEqualTo(404);
        assertThat(web.answer("/docs/index.jsp").statusCode()).isEqualTo(404);
        assertThat(web.answer("/docs/other.jsp").statusCode()).isEqualTo(200);
        assertThat(web.answer("/other/").statusCode()).isEqualTo(200);
    }

    @Test
    void aGateForAnUnknownFlagIsShutAndNamedOnce() throws Exception {
        web.unknown("missing");
        start("/beta/*=missing");
        assertThat(web.answer("/beta/x").statusCode()).isEqualTo(404);
        assertThat(web.answer("/beta/y").statusCode()).isEqualTo(404);
        assertThat(log.containing("FLIP-SERVLET-0007"))
                .singleElement()
                .asString()
                .contains("'missing'", "WARNING");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"20|a number", "'\"dark\"'|a string", "{\"a\":1}|an object"})
    void aGateForAFlagOfAnotherTypeIsShutAndNamedOnce(String value, String type) throws Exception {
        web.flagServer.set("page-size", value);
        start("/beta/*=page-size");
        assertThat(web.answer("/beta/x").statusCode()).isEqualTo(404);
        assertThat(web.answer("/beta/y").statusCode()).isEqualTo(404);
        assertThat(log.containing("FLIP-SERVLET-0033"))
                .singleElement()
                .asString()
                .contains("'page-size' is " + type, "/beta", "WARNING");
    }

    @Test
    void doesNotGateWhatTheApplicationItselfForwardsTo() throws Exception {
        web.page("/front", (request, response) -> request.getRequestDispatcher("/beta/x")
                .forward(request, response));
        start("/beta/*=off");
        assertThat(web.get("/front")).isEqualTo("nothing at /beta/x");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/app/beta/secret",
                "/app/%62eta/secret",
                "/app/b%65ta/secret",
                "/app/./beta/secret",
                "/app/x/../beta/secret",
                "/app/x/%2e%2e/beta/secret",
                "/app/x/.%2e/beta/secret",
                "/app//beta/secret",
                "/app/beta//secret",
                "/app/beta;a=b/secret",
                "/app;a=b/beta/secret",
                "/app/;/beta/secret",
                "/app/x/..;/beta/secret",
                "/app/x;/../beta/secret",
                "/app/beta%2fsecret",
                "/app/beta%5csecret",
                "/app/x%2f..%2fbeta/secret",
                "/app/\\beta/secret",
                "/app/x\\..\\beta\\secret",
                "/app/beta/./secret/..",
                "/app/beta%00/secret",
                "/app/beta/%",
                "/app/%c1%a2eta/../beta/secret",
                "/app/beta/secret?x=/../../",
                "/app/../app/beta/secret",
                "/x/../app/beta/secret",
                "http://localhost/app/beta/secret",
                "/app/beta?/x",
                "/app/beta;"
            })
    void noSpellingOfAPathSlipsPastItsGate(String target) throws Exception {
        start("/beta/*=off");
        assertThat(web.raw(target)).doesNotMatch(Pattern.compile("(?s)HTTP/1.1 200.*"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/app/beta%2fsecret",
                "/app/x%2f..%2fbeta/secret",
                "/app//beta/secret",
                "/app/beta%5csecret",
                "/app/x/..;/beta/secret",
                "/app/x/%2e%2e/beta/secret",
                "/app/;/beta/secret",
                "/app/x%2f%2e%2e/beta/secret"
            })
    void norWhereTheContainerIsToldToLetSuspiciousPathsThrough(String target) throws Exception {
        web.lenient();
        start("/beta/*=off");
        assertThat(web.raw(target)).startsWith("HTTP/1.1 404");
    }
}
