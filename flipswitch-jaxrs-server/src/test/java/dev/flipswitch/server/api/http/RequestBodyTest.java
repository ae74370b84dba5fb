package dev.flipswitch.server.api.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flipswitch.server.api.http.BodyBudget.Kind;
import dev.flipswitch.server.api.ofrep.OfrepErrorMapper;
import jakarta.ws.rs.core.Response;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestBodyTest {

    /** More than the heap's share for bodies. */
    private static final long TOO_MANY = Runtime.getRuntime().maxMemory() / RequestBody.MAX_BYTES;

    @AfterEach
    void release() {
        BodyBudget.release();
    }

    @Test
    void readsBodiesOfAnyLength() {
        for (int length : new int[] {0, 1, 1010, 1014, 1020, 5000, 70_000, RequestBody.MAX_BYTES - 10}) {
            assertThat(RequestBody.read(body(length), Kind.EVALUATION)).isEqualTo(Map.of("a", "x".repeat(length)));
            BodyBudget.release();
        }
        assertThatThrownBy(() -> RequestBody.read(body(RequestBody.MAX_BYTES), Kind.EVALUATION))
                .isInstanceOf(RequestBody.TooLongException.class);
    }

    @ParameterizedTest
    @CsvSource({"gzip,false", "br,false", "'identity, gzip',false", "Identity,true", "' ',true", ",true"})
    void refusesBodiesThatAreCompressed(String coding, boolean read) {
        RequestBody.begin(coding);
        try {
            if (read) {
                assertThat(RequestBody.read(body(1), Kind.EVALUATION)).hasSize(1);
            } else {
                assertThatThrownBy(() -> RequestBody.read(body(1), Kind.EVALUATION))
                        .isInstanceOf(RequestBody.EncodedException.class);
            }
        } finally {
            RequestBody.begin(null);
        }
        Response answer = new OfrepErrorMapper().toResponse(new RequestBody.EncodedException());
        assertThat(answer.getStatus()).isEqualTo(415);
        assertThat(answer.getHeaderString("Accept-Encoding")).isEqualTo("identity");
    }

    @Test
    void boundsTheBodiesUnderWayInSumAndKeepsAShareForAdministration() {
        assertThatThrownBy(() -> {
                    for (long i = 0; i < TOO_MANY; i++) {
                        RequestBody.read(body(RequestBody.MAX_BYTES - 10), Kind.EVALUATION);
                    }
                })
                .isInstanceOf(BodyBudget.BusyException.class);

        assertThat(RequestBody.read(body(1), Kind.EVALUATION)).as("a short one").hasSize(1);
        CompletableFuture.runAsync(() -> {
                    RequestBody.read(body(RequestBody.MAX_BYTES - 10), Kind.ADMINISTRATION);
                    BodyBudget.release();
                })
                .join();

        BodyBudget.release();
        assertThat(RequestBody.read(body(RequestBody.MAX_BYTES - 10), Kind.EVALUATION))
                .as("after the others")
                .hasSize(1);
    }

    @Test
    void saysWhenToTryAgain() {
        Response answer = new OfrepErrorMapper().toResponse(new BodyBudget.BusyException());

        assertThat(answer.getStatus()).isEqualTo(503);
        assertThat(answer.getHeaderString("Retry-After")).isEqualTo("2");
    }

    private static InputStream body(int length) {
        return new ByteArrayInputStream(("{\"a\":\"" + "x".repeat(length) + "\"}").getBytes(StandardCharsets.UTF_8));
    }
}
