package dev.flipswitch;

import static dev.flipswitch.fixtures.FakeFlagServer.EVALUATION;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.openfeature.sdk.ImmutableContext;
import dev.openfeature.sdk.exceptions.GeneralError;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

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

    private Throwable failureToInitialise() {
        try {
            provider.initialize(new ImmutableContext());
            return new AssertionError("initialised");
        } catch (RuntimeException e) {
            return e;
        }
    }
}
