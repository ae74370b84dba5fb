package dev.flipswitch.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.Test;

class OpenLibertyEarIT extends RuntimeEarContract {
    OpenLibertyEarIT() {
        super(new OpenLiberty("enterpriseBeansLite-4.0"));
    }

    @Test
    void anApplicationWhoseGatesWouldStandOpenDoesNotStart() throws Exception {
        await().atMost(RuntimeProcess.START_LIMIT)
                .until(() -> running().printed().contains("CWWKZ0012I: The application shared was not started"));
        assertThat(running().printed())
                .containsPattern("FLIP-SERVLET-0031: the gates .* in the web application '/shared-(one|two)'");
        assertThat(statusOf("shared-one/beta/state")).isEqualTo(404);
        assertThat(statusOf("shared-two/beta/state")).isEqualTo(404);
    }
}
