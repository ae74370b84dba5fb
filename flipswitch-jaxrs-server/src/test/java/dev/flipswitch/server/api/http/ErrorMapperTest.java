package dev.flipswitch.server.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flipswitch.server.api.admin.AdminErrorMapper;
import dev.flipswitch.server.api.ofrep.OfrepErrorMapper;
import dev.flipswitch.server.flags.StoreUnavailableException;
import jakarta.ws.rs.InternalServerErrorException;
import jakarta.ws.rs.NotAllowedException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ErrorMapperTest {

    @Test
    void tellsNothingOfAnUnexpectedErrorButAnId() {
        Response answer = new OfrepErrorMapper().toResponse(new IllegalStateException("select secret from flags"));

        assertThat(answer.getStatus()).isEqualTo(500);
        assertThat(body(answer))
                .matches("\\{\"errorCode\":\"GENERAL\",\"errorDetails\":\"Unexpected error [0-9a-f-]{36};"
                        + " the server's log says more.\"}");
    }

    @Test
    void tellsNothingOfAServerErrorOfTheRuntime() {
        Response answer = new AdminErrorMapper().toResponse(new InternalServerErrorException("at Internals.java:1"));

        assertThat(answer.getStatus()).isEqualTo(500);
        assertThat(body(answer))
                .startsWith("{\"error\":{\"message\":\"Unexpected error ")
                .doesNotContain("Internals");
    }

    @Test
    void saysWhenToTryAgainWhileTheDatabaseIsAway() {
        Response answer = new AdminErrorMapper()
                .toResponse(new StoreUnavailableException(new IllegalStateException("select secret from flags")));

        assertThat(answer.getStatus()).isEqualTo(503);
        assertThat(answer.getHeaderString(HttpHeaders.RETRY_AFTER)).isEqualTo("2");
        assertThat(body(answer))
                .isEqualTo("{\"error\":{\"message\":\"The database is not available at the moment.\"}}");
    }

    @Test
    void keepsTheHeadersOfARefusal() {
        Response answer = new AdminErrorMapper()
                .toResponse(new NotAllowedException(
                        Response.status(405).allow("GET", "PUT").build()));

        assertThat(answer.getStatus()).isEqualTo(405);
        assertThat(answer.getHeaderString(HttpHeaders.ALLOW)).contains("GET", "PUT");
        assertThat(body(answer))
                .isEqualTo("{\"error\":{\"message\":\"This method is not allowed here; allowed are GET, PUT.\"}}");
        assertThat(answer.getMediaType()).hasToString("application/json");
    }

    private static String body(Response answer) {
        return new String((byte[]) answer.getEntity(), StandardCharsets.UTF_8);
    }
}
