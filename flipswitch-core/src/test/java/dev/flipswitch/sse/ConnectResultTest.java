package dev.flipswitch.sse;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse.ResponseInfo;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How an answer is judged, where no server of a test can give it. */
class ConnectResultTest {

    private record Head(int statusCode, HttpHeaders headers) implements ResponseInfo {
        @Override
        public HttpClient.Version version() {
            return HttpClient.Version.HTTP_1_1;
        }
    }

    private static ConnectResult redirected(String from, String to) {
        HttpHeaders headers = HttpHeaders.of(Map.of("Location", List.of(to)), (name, value) -> true);
        return ConnectResult.of(Target.first(URI.create(from)), new Head(302, headers));
    }

    @Test
    void neverLeavesHttpsForHttp() { // failure policy 9
        assertThat(redirected("https://flags.example.com/events", "http://flags.example.com/events"))
                .isInstanceOfSatisfying(
                        ConnectResult.Failed.class,
                        failed -> assertThat(failed.failure().message()).contains("from https to http"));
    }

    @Test
    void followsFromHttpToHttpsWithoutTheCallersHeaders() { // failure policy 9
        ConnectResult answer = redirected("http://flags.example.com/events", "https://flags.example.com/events");
        assertThat(answer).isInstanceOfSatisfying(ConnectResult.Redirect.class, redirect -> {
            Target next =
                    Target.first(URI.create("http://flags.example.com/events")).follow(redirect.to());
            assertThat(next.request(Map.of("X-API-Key", "secret"), "").headers().map())
                    .doesNotContainKey("X-API-Key");
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"42", "a b", "!~"})
    void sendsAnIdThatFitsIntoAHeader(String id) { // failure policy 20
        assertThat(lastEventIdFor(id)).contains(id);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a ", "a\tb", "\u007f", "\u00fc", "\ud83d\ude00", "a\u0001"})
    void sendsNoOther(String id) { // failure policy 20
        assertThat(lastEventIdFor(id)).isEmpty();
        assertThat(lastEventIdFor("x".repeat(1025))).isEmpty();
    }

    private static Optional<String> lastEventIdFor(String id) {
        return Target.first(URI.create("http://flags.example.com/events"))
                .request(Map.of(), id)
                .headers()
                .firstValue("Last-Event-ID");
    }
}
