package dev.flipswitch;

import static dev.flipswitch.fixtures.FakeFlagServer.EVALUATION;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.flipswitch.fixtures.Request;
import dev.flipswitch.messages.LogCapture;
import dev.openfeature.sdk.ErrorCode;
import dev.openfeature.sdk.EvaluationContext;
import dev.openfeature.sdk.ImmutableContext;
import dev.openfeature.sdk.Value;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** What the application itself says of its evaluations. OpenFeature specification, section 3, evaluation context. */
class ApplicationContextTest extends ProviderFixture {
    private final AtomicReference<String> centre = new AtomicReference<>("north");

    private EvaluationContext application() {
        return new ImmutableContext("shop", Map.of("centre", new Value(centre.get()), "version", new Value(1)));
    }

    private String lastQuestion(String path) {
        return server.http().requests().stream()
                .filter(request -> request.path().equals(path))
                .reduce((first, last) -> last)
                .map(Request::bodyText)
                .orElseThrow();
    }

    @Test
    void beginsEachEvaluationWithWhatTheSupplierSaysNow() {
        server.set("dark-mode", "true");
        provider = builder().evaluationContext(this::application).build();
        connect();
        assertThat(darkMode()).isTrue();
        assertThat(lastQuestion(EVALUATION + "/dark-mode"))
                .contains("\"targetingKey\":\"shop\"", "\"centre\":\"north\"", "\"version\":1");
        centre.set("south");
        assertThat(darkMode()).isTrue();
        assertThat(lastQuestion(EVALUATION + "/dark-mode")).contains("\"centre\":\"south\"");
    }

    /** Requirement 3.2.3: what is more specific goes over what is less. */
    @Test
    void letsTheCallersContextGoOverIt() {
        server.set("dark-mode", "true");
        provider = builder().evaluationContext(this::application).build();
        connect();
        client.getBooleanValue(
                "dark-mode", false, new ImmutableContext("alice", Map.of("centre", new Value("her own"))));
        assertThat(lastQuestion(EVALUATION + "/dark-mode"))
                .contains("\"targetingKey\":\"alice\"", "\"centre\":\"her own\"", "\"version\":1");
    }

    @Test
    void looksForChangesInItAsItIsThen() {
        server.set("dark-mode", "false");
        List<FlagChange> changes = new CopyOnWriteArrayList<>();
        provider = builder().evaluationContext(this::application).build();
        provider.addFlagChangeListener(changes::add);
        connect();
        assertThat(lastQuestion(EVALUATION)).contains("\"centre\":\"north\"");
        centre.set("south");
        server.change("dark-mode", "true");
        await().atMost(LIMIT).until(() -> changes.size() == 1);
        assertThat(lastQuestion(EVALUATION)).contains("\"centre\":\"south\"", "\"targetingKey\":\"shop\"");
    }

    @Test
    void givesTheDefaultAndTheReasonWhereItFails() {
        server.set("dark-mode", "false");
        provider = builder()
                .evaluationContext(() -> {
                    throw new IllegalStateException("no centre");
                })
                .build();
        connect();
        var details = client.getBooleanDetails("dark-mode", true);
        assertThat(details.getValue()).isTrue();
        assertThat(details.getErrorCode()).isEqualTo(ErrorCode.GENERAL);
        assertThat(details.getErrorMessage()).contains("no centre");
    }

    /** Failure policy 58. */
    @Test
    void saysOnceThatItFailsAndLooksForChangesInTheContextThatItGaveLast() {
        AtomicBoolean fails = new AtomicBoolean();
        AtomicInteger given = new AtomicInteger();
        provider = builder()
                .evaluationContext(() -> {
                    if (fails.get()) {
                        throw new IllegalStateException("no centre");
                    }
                    given.incrementAndGet();
                    return application();
                })
                .build();
        List<String> changes = new CopyOnWriteArrayList<>();
        provider.addFlagChangeListener(change -> changes.add(change.key()));
        connect();
        try (LogCapture log = new LogCapture()) {
            for (String time : List.of("first", "second")) {
                fails.set(true);
                server.change(time + "-a", "true");
                server.change(time + "-b", "true");
                await().atMost(LIMIT).until(() -> changes.contains(time + "-b"));
                assertThat(lastQuestion(EVALUATION)).contains("\"centre\":\"north\"");
                fails.set(false);
                int before = given.get();
                server.change(time + "-c", "true");
                await().atMost(LIMIT).until(() -> changes.contains(time + "-c"));
                await("not by a question that was asked earlier").atMost(LIMIT).until(() -> given.get() > before);
            }
            assertThat(log.lines())
                    .filteredOn(line -> line.contains("FLIP-CORE-0054"))
                    .hasSize(2);
        }
    }

    @Test
    void takesItsThreadsFromTheGivenFactoryAndPlainOnesWhereThatRefuses() {
        server.set("dark-mode", "true");
        List<Thread> made = new CopyOnWriteArrayList<>();
        AtomicInteger wanted = new AtomicInteger();
        provider = builder()
                .threadFactory(task -> {
                    if (wanted.incrementAndGet() > 2) {
                        throw new IllegalStateException("the application is going");
                    }
                    Thread thread = new Thread(task);
                    made.add(thread);
                    return thread;
                })
                .build();
        connect();
        assertThat(darkMode()).isTrue();
        await().atMost(LIMIT).untilAsserted(() -> assertThat(made)
                .hasSize(2)
                .allMatch(Thread::isDaemon)
                .allMatch(thread -> thread.getName().startsWith("flipswitch-")));
    }
}
