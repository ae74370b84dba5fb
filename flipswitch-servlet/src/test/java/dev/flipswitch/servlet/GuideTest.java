package dev.flipswitch.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import com.example.shop.Page;
import com.example.shop.ShopUsers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What {@code docs/servlet.md} shows works as it stands there, in a package of the application's. */
class GuideTest {
    private final Web web = new Web();

    @AfterEach
    void close() throws Exception {
        web.close();
    }

    @Test
    void readsFlagsForTheUserThatTheResolverNames() throws Exception {
        web.flagServer.set("dark-mode", "true");
        web.page("/page", (request, response) -> response.getWriter().write(Page.of(request)));
        web.set("context-resolver", ShopUsers.class.getName()).start();
        assertThat(web.answer("/page", "X-Customer", "anna").body()).isEqualTo("true 20 {\"dark-mode\":true}");
        assertThat(web.flagServer.http().requests())
                .filteredOn(request -> request.path().endsWith("/dark-mode"))
                .extracting(request -> request.bodyText())
                .containsExactly("{\"context\":{\"plan\":\"gold\",\"targetingKey\":\"anna\"}}");
    }

    @Test
    void opensAndShutsTheGatesThatTheGuideShows() throws Exception {
        web.flagServer.set("new-beta", "true");
        web.flagServer.set("labs", "false");
        web.flagServer.set("v2", "false");
        web.set("gates", "/beta/* = new-beta, /labs/* = labs else 403, /v2/* = v2 else /soon")
                .start();
        assertThat(web.answer("/beta/x").statusCode()).isEqualTo(200);
        assertThat(web.answer("/labs/x").statusCode()).isEqualTo(403);
        assertThat(web.answer("/v2/x").headers().firstValue("Location").orElseThrow())
                .endsWith("/app/soon");
    }
}
