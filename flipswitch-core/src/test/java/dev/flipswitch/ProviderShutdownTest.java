package dev.flipswitch;

import static dev.flipswitch.fixtures.FakeFlagServer.EVALUATION;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.flipswitch.fixtures.FakeFlagServer;
import dev.openfeature.sdk.ErrorCode;
import dev.openfeature.sdk.ImmutableContext;
import dev.openfeature.sdk.NoOpProvider;
import dev.openfeature.sdk.exceptions.FatalError;
import dev.openfeature.sdk.exceptions.GeneralError;
import dev.openfeature.sdk.exceptions.ProviderNotReadyError;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

/** A provider that is shut down while the server owes it answers. */
class ProviderShutdownTest extends ProviderFixture {
    private static final Duration LONG = Duration.ofHours(1);

    /** Failure policy 56. */
    @Test
    void givesUpTheQuestionsThatAreUnderWay() {
        server.http().on("POST " + EVALUATION, exchange -> {});
        provider = builder().initTimeout(LONG).evaluationTimeout(LONG).build();
        CompletableFuture<Throwable> failure = CompletableFuture.supplyAsync(this::failureToInitialise);
        await().atMost(LIMIT).until(() -> server.http().requests().size() == 2);

        provider.shutdown();

        assertThat(failure).succeedsWithin(LIMIT).isInstanceOf(GeneralError.class);
        assertThat(failure.join()).hasMessageContaining("FLIP-CORE-0003");
        await().atMost(LIMIT).until(() -> server.http().openConnections() == 0);
    }

    /** Failure policy 59. */
    @Test
    void answersThatItIsNotReadyAfterwardsAndAsksNothing() {
        server.set("dark-mode", "true");
        connect();
        assertThat(darkMode()).isTrue();
        ContextFlags flags = provider.forContext(new ImmutableContext());
        assertThat(flags.evaluate("dark-mode").getErrorCode()).isNull();
        provider.shutdown();
        int asked = server.http().requests().size();

        for (String key : List.of("dark-mode", "unknown")) {
            var answer = provider.getBooleanEvaluation(key, false, new ImmutableContext());
            assertThat(answer.getErrorCode()).isEqualTo(ErrorCode.PROVIDER_NOT_READY);
            assertThat(answer.getValue()).isFalse();
            assertThat(flags.evaluate(key).getErrorCode()).isEqualTo(ErrorCode.PROVIDER_NOT_READY);
        }
        assertThatExceptionOfType(ProviderNotReadyError.class).isThrownBy(flags::evaluateAll);
        assertThatExceptionOfType(ProviderNotReadyError.class)
                .isThrownBy(() -> provider.evaluateAll(new ImmutableContext()));
        provider.reconnect();
        assertThat(server.http().requests()).hasSize(asked);
    }

    /** Tomcat, for one, warns of each thread that an application leaves. */
    @Test
    void noThreadIsLeftWhenItReturns() {
        Set<Thread> made = ConcurrentHashMap.newKeySet();
        provider = builder()
                .threadFactory(task -> {
                    Thread thread = new Thread(task);
                    made.add(thread);
                    return thread;
                })
                .build();
        connect();
        darkMode();

        provider.shutdown();

        assertThat(made).hasSizeGreaterThan(1).noneMatch(Thread::isAlive);
    }

    /** Failure policy 59. */
    @Test
    void releasesEvaluationsThatWait() {
        provider = builder().evaluationTimeout(LONG).build();
        connect();
        server.http().on("POST " + EVALUATION, exchange -> {});
        server.http().on("POST " + EVALUATION + "/slow", exchange -> {});
        var single = CompletableFuture.supplyAsync(
                () -> provider.getStringEvaluation("slow", "default", new ImmutableContext()));
        var all = CompletableFuture.supplyAsync(() -> provider.evaluateAll(new ImmutableContext("somebody")));
        await().atMost(LIMIT).until(() -> server.evaluations("slow") == 1 && unansweredBulks() == 2);

        provider.shutdown();

        assertThat(single).succeedsWithin(LIMIT).satisfies(answer -> {
            assertThat(answer.getErrorCode()).isEqualTo(ErrorCode.PROVIDER_NOT_READY);
            assertThat(answer.getValue()).isEqualTo("default");
        });
        assertThat(all).failsWithin(LIMIT).withThrowableThat().withCauseInstanceOf(ProviderNotReadyError.class);
    }

    /**
     * Before Java 21 the HTTP client's thread lives until the client is garbage, and refers to what the client was given: a
     * container's factory refers to the application, and that to the client.
     */
    @Test
    void afterwardsNothingRefersToWhatItWasGiven() {
        List<WeakReference<?>> given = connectWithGivenParts();
        api.setProviderAndWait(new NoOpProvider());
        provider.shutdown();
        awaitGarbage(given.subList(0, 2)); // also while somebody still has the provider
        provider = builder().build();
        awaitGarbage(given);
    }

    private static void awaitGarbage(List<WeakReference<?>> references) {
        await().atMost(LIMIT).untilAsserted(() -> {
            System.gc();
            assertThat(references).allMatch(reference -> reference.refersTo(null));
        });
    }

    /** Each of them refers to the provider, as an application's parts do. */
    private List<WeakReference<?>> connectWithGivenParts() {
        AtomicReference<FlipswitchProvider> owner = new AtomicReference<>();
        Executor executor = new Owned(owner);
        ThreadFactory factory = new Owned(owner);
        ProxySelector proxies = new OwnedProxies(owner);
        provider = builder()
                .executor(executor)
                .threadFactory(factory)
                .proxySelector(proxies)
                .build();
        owner.set(provider);
        connect();
        darkMode();
        return List.of(new WeakReference<>(executor), new WeakReference<>(factory), new WeakReference<>(proxies));
    }

    /** An application's threads. */
    private record Owned(AtomicReference<FlipswitchProvider> owner) implements Executor, ThreadFactory {
        @Override
        public void execute(Runnable task) {
            newThread(task).start();
        }

        @Override
        public Thread newThread(Runnable task) {
            return new Thread(task);
        }
    }

    /** An application's proxies: none. */
    private static final class OwnedProxies extends ProxySelector {
        private final AtomicReference<FlipswitchProvider> owner;

        private OwnedProxies(AtomicReference<FlipswitchProvider> owner) {
            this.owner = owner;
        }

        @Override
        public List<Proxy> select(URI uri) {
            assertThat(owner).isNotNull();
            return List.of(Proxy.NO_PROXY);
        }

        @Override
        public void connectFailed(URI uri, SocketAddress address, IOException failure) {}
    }

    private long unansweredBulks() {
        return server.http().requests().stream()
                .filter(request -> request.path().equals(EVALUATION))
                .count();
    }

    /** Failure policy 59. */
    @Test
    void leavesTheApplicationsHttpClientOpen() throws Exception {
        HttpClient given = HttpClient.newHttpClient();
        provider = builder().httpClient(given).build();
        connect();
        api.shutdown();
        assertThat(given.send(
                                HttpRequest.newBuilder(server.http().uri("/elsewhere"))
                                        .build(),
                                BodyHandlers.discarding())
                        .statusCode())
                .isEqualTo(404);
    }

    /** Failure policy 59. */
    @Test
    @EnabledForJreRange(min = JRE.JAVA_21) // before, a client ends once it is garbage
    void closesItsHttpClientAlsoIfItCouldNotBeInitialised() {
        Set<Thread> before = selectors();
        try (FakeFlagServer refusing = new FakeFlagServer()) {
            refusing.http().on("POST " + EVALUATION, exchange -> exchange.respond(401, ""));
            FlipswitchProvider refused = patient(
                            FlipswitchProvider.builder("secret-key").baseUrl(refusing.baseUrl()))
                    .build();
            assertThatThrownBy(() -> refused.initialize(new ImmutableContext())).isInstanceOf(FatalError.class);
            refused.shutdown();
            await().atMost(LIMIT).until(() -> before.containsAll(selectors()));
            assertThat(refused).isNotNull(); // it is no garbage yet
        }
    }

    private static Set<Thread> selectors() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().matches("HttpClient-.*-SelectorManager"))
                .collect(Collectors.toSet());
    }

    private Throwable failureToInitialise() {
        try {
            provider.initialize(new ImmutableContext());
            return new AssertionError("initialised");
        } catch (RuntimeException e) {
            return e;
        }
    }
}
