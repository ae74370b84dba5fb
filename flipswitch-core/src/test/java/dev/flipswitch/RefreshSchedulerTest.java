package dev.flipswitch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flipswitch.RefreshScheduler.State;
import dev.flipswitch.cache.ManualTimers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RefreshSchedulerTest {
    private final ManualTimers timers = new ManualTimers(new AtomicLong());
    private final List<CompletableFuture<String>> asked = new ArrayList<>();
    private boolean unanswered;
    private final RefreshScheduler refresh = new RefreshScheduler(this::after, this::ask, () -> unanswered);

    private void after(Duration delay, Runnable task) {
        var unused = timers.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
    }

    private CompletableFuture<String> ask() {
        CompletableFuture<String> answer = new CompletableFuture<>();
        asked.add(answer);
        return answer;
    }

    private void request() {
        refresh.request();
        timers.runDue();
    }

    private void answer() {
        unanswered = false;
        asked.get(asked.size() - 1).complete("answer");
    }

    private void fail() {
        unanswered = true;
        asked.get(asked.size() - 1).completeExceptionally(new IllegalStateException("away"));
    }

    private void pause() {
        timers.pass(RefreshScheduler.PACE);
    }

    private void assertThatItIs(State state, int questions) {
        assertThat(refresh.state()).isEqualTo(state);
        assertThat(asked).hasSize(questions);
    }

    /** All there is: each state, what can happen in it, the next state, the questions asked, and the timers set. */
    @ParameterizedTest
    @CsvSource({
        "IDLE,         request,       false, WAITING,      0, PT0S",
        "IDLE,         later request, false, WAITING,      0, PT1M",
        "IDLE,         delay ended,   false, IDLE,         0, ",
        "IDLE,         pause ended,   true,  IDLE,         0, ",
        "WAITING,      request,       false, ASKING,       1, ",
        "WAITING,      later request, false, WAITING,      0, ",
        "WAITING,      delay ended,   false, ASKING,       1, ",
        "WAITING,      pause ended,   true,  WAITING,      0, ",
        "ASKING,       request,       false, ASKING_AGAIN, 0, ",
        "ASKING,       later request, false, ASKING_AGAIN, 0, ",
        "ASKING,       delay ended,   false, ASKING,       0, ",
        "ASKING,       pause ended,   false, IDLE,         0, ",
        "ASKING,       pause ended,   true,  WAITING,      0, PT1S",
        "ASKING_AGAIN, request,       false, ASKING_AGAIN, 0, ",
        "ASKING_AGAIN, later request, false, ASKING_AGAIN, 0, ",
        "ASKING_AGAIN, delay ended,   false, ASKING_AGAIN, 0, ",
        "ASKING_AGAIN, pause ended,   false, WAITING,      0, PT0S",
        "ASKING_AGAIN, pause ended,   true,  WAITING,      0, PT0S"
    })
    void inEachState(State state, String input, boolean left, State next, int questions, Duration timer) {
        unanswered = left;
        State came =
                switch (input) {
                    case "request" -> state.requested(refresh, Duration.ZERO);
                    case "later request" -> state.requested(refresh, Duration.ofMinutes(1));
                    case "delay ended" -> state.delayEnded(refresh);
                    case "pause ended" -> state.pauseEnded(refresh);
                    default -> throw new IllegalArgumentException(input);
                };
        assertThat(came).isEqualTo(next);
        assertThat(asked).hasSize(questions);
        assertThat(timers.delays()).isEqualTo(timer == null ? List.of() : List.of(timer));
    }

    @Test
    void asksNothingUnlessRequested() {
        timers.pass(Duration.ofDays(1));
        assertThatItIs(State.IDLE, 0);
    }

    @Test
    void asksARequestAtOnceButNotWithinItsCall() {
        refresh.request();
        assertThatItIs(State.WAITING, 0);
        timers.runDue();
        assertThatItIs(State.ASKING, 1);
    }

    @RepeatedTest(20)
    void spreadsARequestOverAllButTheFirstQuarter() {
        refresh.requestWithin(Duration.ofSeconds(4));
        timers.pass(Duration.ofSeconds(1).minusNanos(1));
        assertThatItIs(State.WAITING, 0);
        timers.pass(Duration.ofSeconds(3).plusNanos(1));
        assertThatItIs(State.ASKING, 1);
    }

    @Test
    void letsOneQuestionDoForAllRequestsBeforeIt() {
        refresh.requestWithin(Duration.ofSeconds(1));
        refresh.requestWithin(Duration.ofSeconds(1));
        assertThat(timers.delays()).hasSize(1);
        refresh.request();
        refresh.request();
        assertThatItIs(State.ASKING_AGAIN, 1); // the last one came when it was under way
    }

    @Test
    void asksNothingWhenADelayEndsThatAnotherRequestHasCutShort() {
        refresh.requestWithin(Duration.ofSeconds(1));
        refresh.request();
        timers.pass(Duration.ofSeconds(1));
        assertThatItIs(State.ASKING, 1);
        answer();
        pause();
        assertThatItIs(State.IDLE, 1);
    }

    @Test
    void pausesAfterAnAnswer() {
        request();
        answer();
        timers.pass(RefreshScheduler.PACE.minusNanos(1));
        assertThatItIs(State.ASKING, 1);
        timers.pass(Duration.ofNanos(1));
        assertThatItIs(State.IDLE, 1);
        request();
        assertThatItIs(State.ASKING, 2);
    }

    @Test
    void asksOnceMoreAfterThePauseHoweverManyRequestsCameMeanwhile() {
        request();
        request();
        answer();
        request();
        assertThatItIs(State.ASKING_AGAIN, 1);
        pause();
        assertThatItIs(State.ASKING, 2);
        answer();
        pause();
        assertThatItIs(State.IDLE, 2);
    }

    @Test
    void waitsForAnAnswerAsLongAsItTakes() {
        request();
        timers.pass(Duration.ofDays(1));
        assertThatItIs(State.ASKING, 1);
    }

    @Test
    void asksAgainLaterAndLaterWhileQuestionsFail() {
        request();
        for (int seconds : new int[] {1, 2, 4, 8, 16, 32, 32, 32}) {
            fail();
            pause();
            assertThat(refresh.state()).isEqualTo(State.WAITING);
            assertThat(timers.delays()).containsExactly(Duration.ofSeconds(seconds));
            timers.pass(Duration.ofSeconds(seconds));
            assertThat(refresh.state()).isEqualTo(State.ASKING);
        }
    }

    @Test
    void asksNothingAfterAFailureWhereTheServerCannotAnswerSoon() {
        request();
        fail();
        unanswered = false;
        pause();
        assertThatItIs(State.IDLE, 1);
        assertThat(timers.delays()).isEmpty();
    }

    @Test
    void beginsWithTheFirstRetryAgainAfterAnAnswer() {
        request();
        fail();
        pause();
        timers.pass(Duration.ofSeconds(1));
        answer();
        pause();
        request();
        fail();
        pause();
        assertThat(timers.delays()).containsExactly(RefreshScheduler.FIRST_RETRY);
    }

    @Test
    void doesNotWaitForARetryWhenSomethingNewIsHeard() {
        request();
        fail();
        pause();
        request();
        assertThatItIs(State.ASKING, 2);
    }

    @Test
    void asksAtOnceWhatWasRequestedDuringAQuestionThatFailed() {
        request();
        request();
        fail();
        pause();
        assertThatItIs(State.ASKING, 2);
        fail();
        pause();
        assertThat(timers.delays()).containsExactly(RefreshScheduler.FIRST_RETRY);
    }
}
