package dev.flipswitch;

import static dev.flipswitch.fixtures.FakeFlagServer.EVALUATION;
import static dev.flipswitch.fixtures.FakeFlagServer.EVENTS;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flipswitch.fixtures.FaultyServer;
import dev.flipswitch.fixtures.Request;
import dev.openfeature.sdk.ImmutableContext;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A flag server that has moved. */
class ProviderRedirectsTest extends ProviderFixture {
    private static final String MOVED = "/flags-1";

    private void redirect(int status, String location) {
        FaultyServer http = server.http();
        http.on("POST " + MOVED + EVALUATION, exchange -> exchange.respond(status, "", "Location: " + location));
        http.on(
                "POST " + MOVED + EVALUATION + "/dark-mode",
                exchange -> exchange.respond(status, "", "Location: " + location + "/dark-mode"));
        provider = builder().baseUrl(server.baseUrl() + MOVED).build();
    }

    /** Failure policy 64. */
    @ParameterizedTest
    @CsvSource({"301, " + EVALUATION, "307, " + EVALUATION, "308, " + EVALUATION})
    void areAskedTheSameQuestionAtTheirNewPlace(int status, String location) {
        server.set("dark-mode", "true");
        redirect(status, location);
        server.http().on("GET " + MOVED + EVENTS, exchange -> exchange.respond(status, "", "Location: " + EVENTS));

        connect();

        assertThat(client.getBooleanDetails("dark-mode", false, new ImmutableContext("kim"))
                        .getValue())
                .isTrue();
        Request last = server.http().requests().stream()
                .filter(request -> request.path().equals(EVALUATION + "/dark-mode"))
                .findFirst()
                .orElseThrow();
        assertThat(last.header("X-API-Key")).contains("secret-key");
        assertThat(new String(last.body(), UTF_8)).contains("kim");
    }

    /** Failure policy 64. */
    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void tellNoOtherOriginTheKeyOrTheUser(int status) {
        try (FaultyServer other = new FaultyServer()) {
            redirect(status, other.uri("/secret?secret").toString());

            assertThatThrownBy(() -> api.setProviderAndWait(provider))
                    .hasMessageContaining("what answers at " + server.baseUrl() + MOVED + " redirects to "
                            + other.uri("") + " (status " + status + ")")
                    .hasMessageContaining("set flipswitch.base-url")
                    .hasMessageNotContaining("secret");
            assertThat(other.requests()).isEmpty();
        }
    }

    /** Failure policy 64. */
    @Test
    void areFollowedFiveTimesAndNoMore() {
        redirect(307, MOVED + EVALUATION);
        assertThatThrownBy(() -> api.setProviderAndWait(provider))
                .hasMessageContaining("redirects more than 5 times; check flipswitch.base-url");
    }

    /** Failure policy 39 and 42. */
    @Test
    void areGivenUpWithTheEvaluationThatFollowsThem() {
        connect();
        server.http().on("POST /silent", exchange -> {});
        server.http()
                .on("POST " + EVALUATION + "/dark-mode", exchange -> exchange.respond(307, "", "Location: /silent"));
        provider.shutdown();
        provider = builder().evaluationTimeout(Duration.ofMillis(200)).build();
        api.setProvider(provider);
        assertThat(client.getBooleanDetails("dark-mode", true).getValue()).isTrue();
    }

    /** Failure policy 6 and 34. */
    @Test
    void anAnswerThatIsNoHttpIsNotQuoted() {
        server.http().on("POST " + EVALUATION, exchange -> exchange.openRaw()
                .send(exchange.request().headers().map() + "\r\n\r\n")
                .close());
        assertThatThrownBy(() -> api.setProviderAndWait(provider))
                .hasMessageContaining("what answers at " + server.baseUrl() + " does not speak HTTP")
                .hasMessageContaining("flipswitch.base-url")
                .hasMessageNotContaining("secret-key");
    }
}
