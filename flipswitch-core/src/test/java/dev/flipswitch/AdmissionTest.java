package dev.flipswitch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.flipswitch.dispatch.ProviderThreads;
import dev.flipswitch.fixtures.Limits;
import dev.flipswitch.ofrep.BulkEvaluation;
import dev.flipswitch.ofrep.FlagEvaluator;
import dev.flipswitch.ofrep.OfrepEvaluation;
import dev.flipswitch.ofrep.Refetch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How many questions reach a server that answers, is slow, or is away. Failure policy 62. */
class AdmissionTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(2);

    private final AtomicLong nanos = new AtomicLong();
    private final ProviderThreads threads = new ProviderThreads(null, null, System::nanoTime);
    private final List<CompletableFuture<BulkEvaluation>> asked = new CopyOnWriteArrayList<>();
    private final Admission admission = new Admission(
            new FlagEvaluator() {
                @Override
                public CompletableFuture<OfrepEvaluation> evaluate(String flagKey, String contextJson) {
                    return new CompletableFuture<>();
                }

                @Override
                public CompletableFuture<BulkEvaluation> evaluateAll(
                        String contextJson, @Nullable BulkEvaluation known, @Nullable Refetch refetch) {
                    CompletableFuture<BulkEvaluation> question = new CompletableFuture<>();
                    asked.add(question);
                    return question;
                }
            },
            threads,
            TIMEOUT,
            nanos::get);

    @AfterEach
    void stop() {
        threads.shutdown();
    }

    private CompletableFuture<BulkEvaluation> ask() {
        return admission.evaluateAll("{}", null, null);
    }

    private List<CompletableFuture<BulkEvaluation>> ask(int times) {
        return new ArrayList<>(IntStream.range(0, times).mapToObj(i -> ask()).toList());
    }

    private void answer(int question) {
        asked.get(question).complete(new BulkEvaluation(Map.of(), null, List.of()));
    }

    private void fail(int question) {
        asked.get(question).completeExceptionally(new IllegalStateException("the connection was refused"));
    }

    @Test
    void asksOneQuestionForAllWhileTheServerIsAwayAndNoOtherForASecond() {
        admission.setServerAway(true);
        List<CompletableFuture<BulkEvaluation>> waiting = ask(300);
        fail(0);
        assertThat(waiting).allMatch(CompletableFuture::isCompletedExceptionally);
        assertThat(ask(1000)).allMatch(CompletableFuture::isCompletedExceptionally);
        assertThat(asked).hasSize(1);
        nanos.addAndGet(Duration.ofSeconds(1).toNanos());
        List<CompletableFuture<BulkEvaluation>> next = ask(10);
        assertThat(asked).hasSize(2);
        assertThat(next.subList(1, 10)).allMatch(CompletableFuture::isCompletedExceptionally);
        answer(1);
        assertThat(next.get(0)).isCompleted();
        ask(1);
        assertThat(asked).as("it answers again").hasSize(3);
    }

    @Test
    void letsNobodyWaitForAServerThatIsAwayAndSilent() {
        admission.setServerAway(true);
        List<CompletableFuture<BulkEvaluation>> waiting = ask(300);
        await().atMost(Limits.LIMIT)
                .until(() -> waiting.subList(1, 300).stream().allMatch(CompletableFuture::isCompletedExceptionally));
        assertThat(waiting.get(0)).isNotDone();
        assertThat(ask()).isCompletedExceptionally();
        assertThat(asked).hasSize(1);
    }

    @Test
    void asksAllQuestionsOnceAServerThatIsSaidToBeAwayAnswersOne() {
        admission.setServerAway(true);
        ask(60);
        assertThat(asked).hasSize(1);
        answer(0);
        assertThat(asked).hasSize(60);
    }

    @Test
    void asksAllQuestionsWhenTheServerIsBack() {
        admission.setServerAway(true);
        ask(1);
        fail(0);
        admission.setServerAway(false);
        ask(60);
        assertThat(asked).hasSize(61);
    }

    @Test
    void hasABoundedNumberUnderWayAndLosesNoneOfTheOthers() {
        List<CompletableFuture<BulkEvaluation>> all = ask(1000);
        assertThat(asked).hasSize(64);
        for (int question = 0; question < 1000; question++) {
            answer(question);
            assertThat(asked.stream().filter(other -> !other.isDone()).count()).isLessThanOrEqualTo(256);
        }
        assertThat(all).allMatch(CompletableFuture::isDone).noneMatch(CompletableFuture::isCompletedExceptionally);
    }

    @Test
    void neverAsksWhatIsGivenUpWhileItWaits() {
        List<CompletableFuture<BulkEvaluation>> all = ask(65);
        all.get(64).cancel(true);
        answer(0);
        assertThat(asked).hasSize(64);
    }

    @Test
    void letsGoOfAQuestionThatIsGivenUp() {
        ask().cancel(true);
        assertThat(asked.get(0)).isCancelled();
    }

    @Test
    void takesAServerThatAnswersNothingInTimeForOneThatIsAway() {
        List<CompletableFuture<BulkEvaluation>> all = ask(100);
        nanos.addAndGet(TIMEOUT.toNanos());
        all.subList(0, 5).forEach(question -> question.cancel(true));
        assertThat(all.subList(64, 100)).allMatch(CompletableFuture::isCompletedExceptionally);
        assertThat(ask()).isCompletedExceptionally();
        assertThat(asked).hasSize(64);
    }

    @Test
    void blamesNoServerForQuestionsThatAreGivenUpEarly() {
        for (int i = 0; i < 20; i++) {
            ask().cancel(true);
        }
        ask(1);
        assertThat(asked).hasSize(21);
    }
}
