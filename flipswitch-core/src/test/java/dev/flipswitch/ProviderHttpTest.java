package dev.flipswitch;

import static dev.flipswitch.fixtures.FakeFlagServer.EVALUATION;
import static dev.flipswitch.fixtures.FakeFlagServer.EVENTS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

import dev.flipswitch.fixtures.Exchange;
import dev.flipswitch.fixtures.FaultyServer;
import dev.flipswitch.fixtures.Request;
import dev.flipswitch.fixtures.SelfSigned;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an application gives the provider to reach the server by. */
class ProviderHttpTest extends ProviderFixture {

    @Test
    void usesTheClientThatItIsGiven() {
        HttpClient given = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_2)
                .proxy(ProxySelector.of(proxy()))
                .build();
        provider = patient(FlipswitchProvider.builder("secret-key"))
                .baseUrl("http://flags.example.com/base")
                .httpClient(given)
                .build();
        throughTheProxy();
    }

    @Test
    void usesTheProxiesThatItIsGiven() {
        provider = patient(FlipswitchProvider.builder("secret-key"))
                .baseUrl("http://flags.example.com/base")
                .proxySelector(ProxySelector.of(proxy()))
                .build();
        throughTheProxy();
    }

    private InetSocketAddress proxy() {
        return new InetSocketAddress(
                server.http().uri("/").getHost(), server.http().uri("/").getPort());
    }

    private void throughTheProxy() {
        String base = "http://flags.example.com/base";
        server.http().on("GET " + base + EVENTS, Exchange::openEventStream);
        server.http().on("POST " + base + EVALUATION, exchange -> exchange.respond(200, "{\"flags\":[]}"));
        connect();
        Request request = server.http().awaitRequest(base + EVENTS, LIMIT);
        assertThat(request.header("X-API-Key")).contains("secret-key");
        assertThat(request.header("Upgrade")).isEmpty();
    }

    @Test
    void trustsWhatTheGivenContextTrusts(@TempDir Path folder) throws Exception {
        SSLContext tls = new SelfSigned(folder, "IP:127.0.0.1").context();
        try (FaultyServer secure = new FaultyServer(tls)) {
            secure.on("GET " + EVENTS, Exchange::openEventStream);
            secure.on("POST " + EVALUATION, exchange -> exchange.respond(200, "{\"flags\":[]}"));
            provider = patient(FlipswitchProvider.builder("secret-key"))
                    .baseUrl(secure.uri("").toString())
                    .sslContext(tls)
                    .build();
            connect();
            api.shutdown();
        }
    }

    @Test
    void worksOnTheThreadsThatItIsGiven() {
        Set<String> threads = ConcurrentHashMap.newKeySet();
        ExecutorService given = Executors.newCachedThreadPool(task -> new Thread(task, "given"));
        provider = builder().executor(given).build();
        provider.addSseStatusListener(
                status -> threads.add(Thread.currentThread().getName()));
        connect();
        await().atMost(LIMIT).until(() -> !threads.isEmpty());
        assertThat(threads).containsExactly("given");
        await().atMost(LIMIT) // until those of other tests have gone
                .until(() -> Thread.getAllStackTraces().keySet().stream()
                        .noneMatch(thread -> thread.getName().equals("flipswitch-worker")));
        api.shutdown();
        given.shutdown();
    }

    @Test
    void sendsHeadersThatItIsGivenAndNoneOfItsOwnIfItIsToldSo() {
        provider = builder()
                .headers(Map.of("X-Tenant", "acme"))
                .enableTelemetry(false)
                .build();
        connect();
        Request stream = server.http().awaitRequest(EVENTS, LIMIT);
        Request evaluation = server.http().awaitRequest(EVALUATION, LIMIT);
        assertThat(stream.header("X-Tenant")).contains("acme");
        assertThat(evaluation.header("X-Tenant")).contains("acme");
        assertThat(stream.headers().map().keySet())
                .noneMatch(name -> name.toLowerCase(Locale.ROOT).startsWith("x-flipswitch"));
    }

    @Test
    void refusesAClientThatCarriesTheKeyAwayOrContradictsTheRest() throws Exception {
        HttpClient following = HttpClient.newBuilder()
                .followRedirects(HttpClient.Redirect.NORMAL)
                .build();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder().httpClient(following))
                .withMessageContaining("FLIP-CORE-0026")
                .withMessageContaining("Redirect.NEVER");
        SSLContext context = SSLContext.getDefault();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder()
                        .httpClient(HttpClient.newHttpClient())
                        .sslContext(context)
                        .build())
                .withMessageContaining("FLIP-CORE-0027");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder().headers(Map.of("X-Tenant", "a\nsecret")))
                .withMessageContaining("'X-Tenant'")
                .withMessageNotContaining("secret");
    }
}
