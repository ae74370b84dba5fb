package dev.flipswitch.sse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

import dev.flipswitch.fixtures.Exchange;
import dev.flipswitch.fixtures.Request;
import java.net.Authenticator;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.PasswordAuthentication;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** What the given HTTP client and URL bring with them. */
class SseClientGivenTest extends SseClientFixture {

    private SseClient start(HttpClient given, URI uri) {
        return start(SseClient.builder(uri, given, loop, recorder)
                .listenerExecutor(Runnable::run)
                .backoff(new Backoff(SOON, SOON)));
    }

    private void awaitOpen() {
        await().atMost(LIMIT).until(() -> recorder.calls.contains("open"));
    }

    @Test
    void aProxySelectorReachesThrough() {
        server.on("GET http://flags.invalid/events", Exchange::openEventStream);
        InetSocketAddress proxy = new InetSocketAddress(
                InetAddress.getLoopbackAddress(), server.uri("/").getPort());
        HttpClient given =
                HttpClient.newBuilder().proxy(ProxySelector.of(proxy)).build();
        start(given, URI.create("http://flags.invalid/events"));
        awaitOpen();
        assertThat(server.requests()).singleElement().satisfies(request -> assertThat(request.header("Host"))
                .contains("flags.invalid"));
    }

    @Test
    void anAuthenticatorReachesThrough() {
        server.on("GET /events", exchange -> {
            if (exchange.request().header("Authorization").isPresent()) {
                exchange.openEventStream();
            } else {
                exchange.respond(401, "", "WWW-Authenticate: Basic realm=\"flags\"");
            }
        });
        HttpClient given = HttpClient.newBuilder()
                .authenticator(new Authenticator() {
                    @Override
                    protected PasswordAuthentication getPasswordAuthentication() {
                        return new PasswordAuthentication("ada", "love".toCharArray());
                    }
                })
                .build();
        start(given, server.uri("/events"));
        awaitOpen();
        assertThat(recorder.calls).containsExactly("connecting", "open");
    }

    @Test
    void anExecutorReachesThrough() {
        List<String> threads = new CopyOnWriteArrayList<>();
        ExecutorService executor = Executors.newFixedThreadPool(2);
        HttpClient given = HttpClient.newBuilder()
                .executor(task -> executor.execute(() -> {
                    threads.add(Thread.currentThread().getName());
                    task.run();
                }))
                .build();
        server.on("GET /events", Exchange::openEventStream);
        start(given, server.uri("/events"));
        awaitOpen();
        assertThat(threads).isNotEmpty();
        executor.shutdown();
    }

    /** Failure policy 28. */
    @Test
    void anExecutorThatRefusesIsAFailedAttempt() {
        ExecutorService executor = Executors.newFixedThreadPool(2);
        executor.shutdown();
        start(HttpClient.newBuilder().executor(executor).build(), server.uri("/events"));
        awaitFailure("the HTTP client's executor takes no work");
        await().atMost(LIMIT).until(() -> recorder.failures.size() >= 2);
    }

    @Test
    void anotherVersionOfHttpDoesNotMatter() {
        server.on("GET /events", Exchange::openEventStream);
        HttpClient given =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build();
        start(given, server.uri("/events"));
        Request request = server.awaitRequest("/events", LIMIT);
        awaitOpen();
        assertThat(request.header("Upgrade")).isEmpty();
        assertThat(request.header("HTTP2-Settings")).isEmpty();
    }

    @Test
    void aClientThatFollowsRedirectsIsRefused() {
        HttpClient given = HttpClient.newBuilder()
                .followRedirects(HttpClient.Redirect.NORMAL)
                .build();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SseClient.builder(server.uri("/events"), given, loop, recorder))
                .withMessageContaining("must not follow redirects")
                .withMessageContaining("NORMAL");
    }

    @Test
    void aBaseUrlWithAPathIsKept() {
        server.on("GET /behind/a/proxy/events", Exchange::openEventStream);
        start(http, server.uri("/behind/a/proxy/events?a=b"));
        awaitOpen();
        assertThat(server.requests()).singleElement().hasToString("GET /behind/a/proxy/events?a=b");
    }

    /** Failure policy 29. */
    @Test
    void aUrlThatTheHttpClientDoesNotTakeIsAFailedAttempt() {
        start(http, URI.create("ftp://flags.invalid/events"));
        awaitFailure("the URL can't be asked");
    }

    /** Failure policy 5 and 9. */
    @Test
    void theTimeForAnAnswerIsForAllRedirectsTogether() {
        AtomicLong now = new AtomicLong();
        server.on("GET /events", exchange -> {
            now.addAndGet(Duration.ofMinutes(25).toNanos());
            exchange.respond(302, "", "Location: /events");
        });
        start(builder(recorder)
                .ticker(now::get)
                .headersTimeout(Duration.ofHours(1))
                .backoff(new Backoff(LIMIT, LIMIT)));
        awaitFailure("no answer within 3600000 ms");
        assertThat(server.requests()).hasSizeBetween(3, 4);
    }
}
