package dev.flipswitch.servlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the module's settings do to a web application as a whole. */
class SettingsTest {
    private final Web web = new Web();
    private final LogRecords log = new LogRecords();

    @AfterEach
    void close() throws Exception {
        log.close();
        web.close();
    }

    @Test
    void canBeSwitchedOff() throws Exception {
        web.set("enabled", "false").set("public-flags", "a").set("gates", "/page=a");
        web.page("/page", (request, response) -> response.getWriter()
                .write(String.valueOf(request.getAttribute(RequestFlags.ATTRIBUTE))));
        web.start();
        assertThat(web.get("/page")).isEqualTo("null");
        assertThat(web.get("/flipswitch/flags")).isEqualTo("nothing at /flipswitch/flags");
    }

    @Test
    void doesNotStartWithNonsenseAndSaysAllOfIt() {
        web.set("enabled", "maybe").set("max-pages", "0").set("gates", "beta=x").set("attributes", "a=b");
        web.set("public-flag", "a");
        assertThatExceptionOfType(Exception.class)
                .isThrownBy(web::start)
                .withStackTraceContaining("flipswitch.servlet.enabled is 'maybe'")
                .withStackTraceContaining("flipswitch.servlet.max-pages is '0'")
                .withStackTraceContaining("flipswitch.servlet.gates is 'beta=x'")
                .withStackTraceContaining("flipswitch.servlet.attributes is 'a=b'");
        assertThat(log.containing("FLIP-SERVLET-0004"))
                .singleElement()
                .asString()
                .contains("public-flag,");
    }
}
