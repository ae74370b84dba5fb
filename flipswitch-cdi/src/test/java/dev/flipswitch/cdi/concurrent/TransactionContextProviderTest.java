package dev.flipswitch.cdi.concurrent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.openfeature.sdk.EvaluationContext;
import dev.openfeature.sdk.ImmutableContext;
import dev.openfeature.sdk.NoOpProvider;
import dev.openfeature.sdk.NoOpTransactionContextPropagator;
import dev.openfeature.sdk.OpenFeatureAPI;
import dev.openfeature.sdk.ProviderState;
import dev.openfeature.sdk.ThreadLocalTransactionContextPropagator;
import jakarta.enterprise.concurrent.spi.ThreadContextProvider;
import jakarta.enterprise.concurrent.spi.ThreadContextRestorer;
import jakarta.enterprise.concurrent.spi.ThreadContextSnapshot;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Jakarta Concurrency 3.0, section 3.3.5: what the container does with a thread context provider. */
class TransactionContextProviderTest {
    private final OpenFeatureAPI api = OpenFeatureAPI.getInstance();
    private final ThreadContextProvider provider =
            ServiceLoader.load(ThreadContextProvider.class).findFirst().orElseThrow();

    @BeforeEach
    void haveContexts() {
        api.setTransactionContextPropagator(new ThreadLocalTransactionContextPropagator());
    }

    @AfterEach
    void haveNone() {
        api.setTransactionContextPropagator(new NoOpTransactionContextPropagator());
    }

    private @Nullable String user() {
        @Nullable
        EvaluationContext context = api.getTransactionContextPropagator().getTransactionContext();
        return context == null ? null : context.getTargetingKey();
    }

    private @Nullable String userDuring(ThreadContextSnapshot snapshot) {
        ThreadContextRestorer restorer = snapshot.begin();
        try {
            return user();
        } finally {
            restorer.endContext();
        }
    }

    @Test
    void takesTheContextToAnotherThreadAndPutsBackWhatWasThere() {
        api.setTransactionContext(new ImmutableContext("alice"));
        ThreadContextSnapshot snapshot = provider.currentContext(Map.of());
        CompletableFuture.runAsync(() -> {
                    api.setTransactionContext(new ImmutableContext("the thread's"));
                    assertThat(userDuring(snapshot)).isEqualTo("alice");
                    assertThat(user()).isEqualTo("the thread's");
                })
                .join();
    }

    @Test
    void leavesNothingOnAThreadThatHadNothing() {
        api.setTransactionContext(new ImmutableContext("alice"));
        ThreadContextSnapshot snapshot = provider.currentContext(Map.of());
        Thread thread = new Thread(() -> {
            assertThat(userDuring(snapshot)).isEqualTo("alice");
            assertThat(user()).isNull();
        });
        CompletableFuture<Throwable> failure = new CompletableFuture<>();
        thread.setUncaughtExceptionHandler((failed, thrown) -> failure.complete(thrown));
        thread.start();
        assertThat(joined(thread)).isTrue();
        assertThat(failure).isNotDone();
    }

    private static boolean joined(Thread thread) {
        try {
            thread.join(10_000);
            return !thread.isAlive();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Test
    void clearsTheContextWhereTheApplicationWantsThat() {
        api.setTransactionContext(new ImmutableContext("alice"));
        assertThat(userDuring(provider.clearedContext(Map.of()))).isNull();
        assertThat(user()).isEqualTo("alice");
    }

    /** OpenFeature locks its API while a provider starts, for which that may need a thread of the container's. */
    @Test
    void letsAThreadBeginThatAProviderWaitsForWhenItStarts() {
        ThreadContextSnapshot snapshot = provider.currentContext(Map.of());
        api.setProviderAndWait("starting", new NoOpProvider() {
            @Override
            public void initialize(EvaluationContext context) throws Exception {
                CompletableFuture.runAsync(() -> snapshot.begin().endContext()).get(10, TimeUnit.SECONDS);
            }
        });
        assertThat(api.getClient("starting").getProviderState()).isEqualTo(ProviderState.READY);
    }

    @Test
    void hasANameForContextServiceDefinitions() {
        assertThat(provider.getThreadContextType()).isEqualTo("OpenFeatureTransaction");
    }
}
