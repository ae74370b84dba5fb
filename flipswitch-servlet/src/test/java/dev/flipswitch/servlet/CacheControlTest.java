package dev.flipswitch.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.http.HttpServletResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What caches are told, after what the application has said itself. */
class CacheControlTest {
    private final Web web = new Web();

    @AfterEach
    void close() throws Exception {
        web.close();
    }

    private void startWith(String... said) throws Exception {
        web.before((request, response, chain) -> {
            for (String header : said) {
                ((HttpServletResponse) response).addHeader("Cache-Control", header);
            }
            chain.doFilter(request, response);
        });
        web.flagServer.set("a", "true");
        web.page("/page", (request, response) -> RequestFlags.of(request).getBoolean("a", false));
        web.set("cookie", "visitor")
                .set("gates", "/gated = a")
                .set("public-flags", "a")
                .start();
    }

    private String cacheControl(String path) throws Exception {
        return String.join(" | ", web.answer(path).headers().allValues("Cache-Control"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "no-store                      | no-store",
                "No-Store                      | No-Store",
                "no-cache, no-store, max-age=0 | no-cache, no-store, max-age=0",
                "no-cache                      | no-cache, private",
                "private                       | private",
                "public, max-age=60            | max-age=60, private",
                "s-maxage=60, must-revalidate  | must-revalidate, private",
                "private=\"set-cookie, x\"     | private",
            })
    void isNeverWeakerThanBefore(String said, String then) throws Exception {
        startWith(said);
        assertThat(cacheControl("/page")).isEqualTo(then);
        assertThat(cacheControl("/gated")).isEqualTo(then);
    }

    @Test
    void looksAtAllHeaders() throws Exception {
        startWith("max-age=60", "no-store");
        assertThat(cacheControl("/page")).isEqualTo("max-age=60 | no-store");
    }

    @Test
    void holdsForThePagesPathsToo() throws Exception {
        startWith("no-store");
        assertThat(cacheControl("/flipswitch/flags")).isEqualTo("no-store");
        assertThat(cacheControl("/flipswitch/flags.js")).isEqualTo("no-store");
    }
}
