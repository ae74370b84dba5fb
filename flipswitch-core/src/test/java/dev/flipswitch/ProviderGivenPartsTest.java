package dev.flipswitch;

import static dev.flipswitch.fixtures.FakeFlagServer.EVALUATION;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.awaitility.Awaitility.await;

import dev.flipswitch.messages.LogCapture;
import dev.flipswitch.sse.SseStatus;
import dev.openfeature.sdk.ErrorCode;
import dev.openfeature.sdk.ImmutableContext;
import java.io.IOException;
import java.net.Authenticator;
import java.net.PasswordAuthentication;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What an application gives the provider may fail in any way: the provider lives, and so does OpenFeature. */
class ProviderGivenPartsTest extends ProviderFixture {
    private final Set<String> heard = ConcurrentHashMap.newKeySet(); // changes, by our listener
    private final Set<String> told = ConcurrentHashMap.newKeySet(); // changes, by OpenFeature
    private final AtomicBoolean broken = new AtomicBoolean();

    static Stream<Throwable> faults() {
        return Stream.of(
                new RejectedExecutionException("secret"),
                new IllegalStateException("secret"),
                new LinkageError("secret"),
                new StackOverflowError("secret"),
                new AssertionError("secret"));
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // it never returns
    private static <T extends Throwable, R> R fail(Throwable fault) throws T {
        throw (T) fault;
    }

    /** Connects, sees a change, and ends. */
    private void lives() {
        listen();
        connect();
        seesAChange("dark-mode");
        endsWell();
    }

    private void listen() {
        provider.addFlagChangeListener(change -> heard.add(change.key()));
        client.onProviderConfigurationChanged(event -> told.addAll(event.getFlagsChanged()));
    }

    private void seesAChange(String key) {
        server.set(key, "false");
        assertThat(client.getBooleanValue(key, true)).isFalse();
        server.change(key, "true");
        await().atMost(LIMIT).until(() -> client.getBooleanValue(key, false));
        await().atMost(LIMIT).until(() -> heard.contains(key) && told.contains(key));
    }

    private void endsWell() {
        assertThatCode(provider::shutdown).doesNotThrowAnyException();
    }

    /** Failure policy 61. */
    @ParameterizedTest
    @MethodSource("faults")
    void anExecutorThatAlwaysRefuses(Throwable fault) {
        try (LogCapture log = new LogCapture()) {
            provider = builder().executor(task -> fail(fault)).build();
            lives();
            assertThat(refusals(log)).singleElement().asString().contains("the executor given to the provider");
        }
    }

    /** Failure policy 61. */
    @Test
    void anExecutorThatRefusesEachOfItsTasksOnce() {
        for (int refused = 0; refused < 12; refused++) {
            int number = refused;
            AtomicInteger tasks = new AtomicInteger();
            Executor once = task -> {
                if (tasks.getAndIncrement() == number) {
                    throw new RejectedExecutionException();
                }
                new Thread(task).start();
            };
            provider = builder().executor(once).build();
            lives();
            heard.clear();
            told.clear();
        }
    }

    /** Failure policy 61. */
    @Test
    void anExecutorThatRunsATaskAndThenFails() {
        provider = builder()
                .executor(task -> {
                    new Thread(task).start();
                    throw new RejectedExecutionException();
                })
                .build();
        lives();
    }

    static Stream<ThreadFactory> factories() {
        return Stream.of(
                task -> null, task -> fail(new IllegalStateException()), task -> fail(new LinkageError()), task -> {
                    Thread started = new Thread(() -> {});
                    started.start();
                    return started;
                });
    }

    /** Failure policy 61. */
    @ParameterizedTest
    @MethodSource("factories")
    void aThreadFactoryThatMakesNoThread(ThreadFactory factory) {
        try (LogCapture log = new LogCapture()) {
            provider = builder().threadFactory(factory).build();
            lives();
            assertThat(refusals(log)).singleElement().asString().contains("the thread factory given to the provider");
        }
    }

    /** Failure policy 61: a container's refuse once the application is going. */
    @Test
    void refusalsAfterTheEndHasBegunAreNotWarnedOf(@TempDir Path folder) {
        AtomicInteger refused = new AtomicInteger();
        Thread ending = Thread.currentThread();
        try (LogCapture log = new LogCapture()) {
            provider = builder()
                    .executor(task -> {
                        if (broken.get() && Thread.currentThread() == ending) {
                            refused.incrementAndGet();
                            throw new RejectedExecutionException();
                        }
                        new Thread(task).start();
                    })
                    .threadFactory(task -> broken.get() && Thread.currentThread() == ending
                            ? fail(new IllegalStateException())
                            : new Thread(task))
                    .cacheFile(folder.resolve("flags"))
                    .build();
            listen();
            connect();
            seesAChange("dark-mode");
            broken.set(true);
            endsWell();
            assertThat(refused).hasPositiveValue();
            assertThat(refusals(log)).isEmpty();
        }
    }

    private static List<String> refusals(LogCapture log) {
        return log.lines().stream()
                .filter(line -> line.contains("FLIP-CORE-0081"))
                .toList();
    }

    /** Failure policy 61. */
    @ParameterizedTest
    @MethodSource("faults")
    void aSupplierOfTheKeyThatFailsForAWhile(Throwable fault) {
        provider = patient(FlipswitchProvider.builder(() -> broken.get() ? fail(fault) : "secret-key")
                        .baseUrl(server.baseUrl()))
                .build();
        listen();
        connect();
        broken.set(true);
        assertThat(client.getBooleanDetails("unknown", false).getErrorCode()).isEqualTo(ErrorCode.GENERAL);
        server.change("dark-mode", "false");
        server.breakStreams();
        await().atMost(LIMIT).until(() -> provider.getSseStatus() != SseStatus.CONNECTED);
        broken.set(false);
        await().atMost(LIMIT).until(() -> provider.getSseStatus() == SseStatus.CONNECTED);
        seesAChange("other");
        endsWell();
    }

    /** Failure policy 61. */
    @ParameterizedTest
    @MethodSource("faults")
    void aSupplierOfTheContextThatFailsForAWhile(Throwable fault) {
        provider = builder()
                .evaluationContext(() -> broken.get() ? fail(fault) : new ImmutableContext())
                .build();
        listen();
        connect();
        broken.set(true);
        assertThat(client.getBooleanDetails("unknown", false).getErrorCode()).isEqualTo(ErrorCode.GENERAL);
        server.change("dark-mode", "false");
        await().atMost(LIMIT).until(() -> told.contains("dark-mode"));
        broken.set(false);
        seesAChange("other");
        endsWell();
    }

    /** Failure policy 61. */
    @ParameterizedTest
    @MethodSource("faults")
    void listenersThatThrow(Throwable fault) {
        provider = builder().build();
        provider.addFlagChangeListener(change -> fail(fault));
        provider.addSseStatusListener(status -> fail(fault));
        provider.addApiKeyRotationListener(rotation -> fail(fault));
        client.onProviderConfigurationChanged(event -> fail(fault));
        client.onProviderReady(event -> fail(fault));
        lives();
    }

    /** Failure policy 61. */
    @ParameterizedTest
    @MethodSource("faults")
    void aProxySelectorThatFailsForAWhile(Throwable fault) {
        proxies(() -> fail(fault));
    }

    /** Failure policy 61. */
    @Test
    void aProxySelectorThatSelectsNonsense() {
        proxies(() -> null);
        proxies(List::of);
    }

    private interface Selection {
        @Nullable
        List<Proxy> get();
    }

    private void proxies(Selection fault) {
        broken.set(false);
        ProxySelector selector = new ProxySelector() {
            @Override
            @SuppressWarnings("NullAway") // that is the fault
            public List<Proxy> select(URI uri) {
                return broken.get() ? fault.get() : List.of(Proxy.NO_PROXY);
            }

            @Override
            public void connectFailed(URI uri, SocketAddress address, IOException failure) {}
        };
        provider = builder().proxySelector(selector).build();
        listen();
        connect();
        broken.set(true);
        client.getBooleanDetails("unknown", false);
        server.change("dark-mode", "false");
        await().atMost(LIMIT).until(() -> told.contains("dark-mode"));
        server.breakStreams();
        await().atMost(LIMIT).until(() -> provider.getSseStatus() != SseStatus.CONNECTED);
        broken.set(false);
        await().atMost(LIMIT).until(() -> provider.getSseStatus() == SseStatus.CONNECTED);
        seesAChange("other");
        endsWell();
    }

    /** Failure policy 61. */
    @ParameterizedTest
    @MethodSource("faults")
    void anAuthenticatorThatFails(Throwable fault) {
        Authenticator authenticator = new Authenticator() {
            @Override
            protected PasswordAuthentication getPasswordAuthentication() {
                return fail(fault);
            }
        };
        provider = builder().authenticator(authenticator).build();
        listen();
        connect();
        server.http()
                .on(
                        "POST " + EVALUATION + "/closed",
                        exchange -> exchange.respond(401, "", "WWW-Authenticate: Basic realm=\"flags\""));
        assertThat(client.getBooleanDetails("closed", false).getErrorCode()).isEqualTo(ErrorCode.GENERAL);
        seesAChange("other");
        endsWell();
    }

    /** Keys that no URL can hold. */
    @Test
    void keysThatNoPathCanHoldAreNotFoundAndNotAskedFor() {
        connect();
        int asked = server.http().requests().size();
        for (String key : List.of("", ".", "..", "a\nb", "\uD83D", "k".repeat(2000))) {
            assertThat(provider.getBooleanEvaluation(key, false, new ImmutableContext())
                            .getErrorCode())
                    .isEqualTo(ErrorCode.FLAG_NOT_FOUND);
        }
        assertThat(server.http().requests()).hasSize(asked);
    }
}
