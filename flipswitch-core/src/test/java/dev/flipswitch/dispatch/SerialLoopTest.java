package dev.flipswitch.dispatch;

import static dev.flipswitch.fixtures.Limits.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Each arrow of the picture beside the source. */
class SerialLoopTest {
    private final List<String> calls = new ArrayList<>();
    private final Queue<Runnable> asked = new ArrayDeque<>();
    private final Queue<Callable<SerialLoop.Next>> steps = new ArrayDeque<>();

    /** Writes down what it is asked for; its steps are the test's, or find nothing to do. */
    private class Recorded extends SerialLoop {
        private final Executor executor;
        private final boolean givesWay;

        Recorded(Next first, Executor executor, boolean givesWay) {
            super(first);
            this.executor = executor;
            this.givesWay = givesWay;
        }

        @Override
        protected Next step() throws Exception {
            calls.add("step");
            Callable<Next> step = steps.poll();
            return step == null ? Next.DONE : step.call();
        }

        @Override
        protected Next failed(Throwable failure) {
            calls.add("failed " + failure.getMessage());
            return Next.DONE;
        }

        @Override
        protected void execute(Runnable turn) {
            executor.execute(turn);
        }

        @Override
        protected void refused(Throwable refusal) {
            calls.add("refused");
        }

        @Override
        protected boolean givesWay() {
            return givesWay;
        }

        @Override
        protected void ended() {
            calls.add("ended");
        }

        void resume() {
            goOn(Runnable::run);
        }

        void end() {
            close(() -> calls.add("closed"));
        }
    }

    private Recorded loop(SerialLoop.Next first) {
        return new Recorded(first, asked::add, false);
    }

    private Recorded loop() {
        return loop(SerialLoop.Next.DONE);
    }

    private void runAsked() {
        List<Runnable> now = List.copyOf(asked);
        asked.clear();
        now.forEach(Runnable::run);
    }

    private void nextStep(SerialLoop.Next next, Runnable meanwhile) {
        steps.add(() -> {
            meanwhile.run();
            return next;
        });
    }

    @Test
    void asksForOneThreadHoweverManyCall() {
        Recorded loop = loop();
        loop.call();
        loop.call();
        loop.resume();
        assertThat(asked).hasSize(1);
        assertThat(calls).isEmpty();
        runAsked();
        assertThat(calls).containsExactly("step");
        loop.call();
        runAsked();
        assertThat(calls).containsExactly("step", "step");
    }

    @Test
    void doesOneMoreStepForAllWhoCallDuringOneOnTheSameThread() {
        Recorded loop = loop();
        nextStep(SerialLoop.Next.DONE, () -> {
            loop.call();
            loop.call();
        });
        loop.call();
        runAsked();
        assertThat(calls).containsExactly("step", "step");
        assertThat(asked).isEmpty();
    }

    @Test
    void asksForAnotherThreadForEachStepWhereItGivesWay() {
        Recorded loop = new Recorded(SerialLoop.Next.DONE, asked::add, true);
        nextStep(SerialLoop.Next.DONE, loop::call);
        nextStep(SerialLoop.Next.MORE, () -> {});
        loop.call();
        runAsked();
        assertThat(calls).containsExactly("step");
        runAsked();
        assertThat(calls).containsExactly("step", "step");
        runAsked();
        assertThat(calls).containsExactly("step", "step", "step");
        assertThat(asked).isEmpty();
    }

    @Test
    void goesOnAtOnceWhereAStepSaysThatThereIsMore() {
        Recorded loop = loop();
        nextStep(SerialLoop.Next.MORE, () -> {});
        loop.call();
        runAsked();
        assertThat(calls).containsExactly("step", "step");
    }

    @Test
    void startsNothingForThoseWhoCallWhileItWaits() {
        Recorded loop = loop(SerialLoop.Next.WAIT);
        loop.call();
        assertThat(asked).isEmpty();
        assertThat(loop.isIdle()).isFalse();
        nextStep(SerialLoop.Next.WAIT, () -> {});
        loop.resume();
        assertThat(calls).containsExactly("step");
        loop.call();
        assertThat(asked).isEmpty();
        loop.resume();
        assertThat(calls).containsExactly("step", "step");
        assertThat(loop.isIdle()).isTrue();
    }

    @Test
    void losesNoWordToGoOnThatComesBeforeTheStepIsOver() {
        Recorded loop = loop();
        nextStep(SerialLoop.Next.WAIT, loop::resume);
        loop.call();
        runAsked();
        assertThat(calls).containsExactly("step", "step");
    }

    @Test
    void goesOnAfterAStepThatFails() {
        Recorded loop = loop();
        steps.add(() -> {
            loop.call();
            throw new NoClassDefFoundError("as while an application is undeployed");
        });
        loop.call();
        runAsked();
        assertThat(calls).containsExactly("step", "failed as while an application is undeployed", "step");
    }

    @Test
    void endsAtOnceWhereNoThreadIsInAStep() {
        for (SerialLoop.Next first : List.of(SerialLoop.Next.DONE, SerialLoop.Next.WAIT, SerialLoop.Next.MORE)) {
            calls.clear();
            Recorded loop = loop(first);
            loop.end();
            assertThat(calls).as("%s", first).containsExactly("closed", "ended");
            assertThat(loop.hasEnded()).isTrue();
        }
    }

    @Test
    void endsWhenTheStepIsOverThatItWasClosedIn() {
        Recorded loop = loop();
        nextStep(SerialLoop.Next.MORE, () -> {
            loop.end();
            loop.call();
            loop.end();
            assertThat(loop.isClosed()).isTrue();
            assertThat(loop.hasEnded()).isFalse();
        });
        loop.call();
        runAsked();
        assertThat(calls).containsExactly("step", "closed", "ended");
        assertThat(loop.hasEnded()).isTrue();
    }

    @Test
    void doesNothingAfterItsClose() {
        Recorded loop = loop();
        loop.call();
        loop.end();
        runAsked();
        loop.call();
        loop.resume();
        loop.close();
        assertThat(calls).containsExactly("closed", "ended");
        assertThat(asked).isEmpty();
    }

    @Test
    void endsAlsoWhereWhatFollowsTheCloseFails() {
        Recorded loop = loop();
        steps.add(() -> {
            loop.close(() -> {
                throw new IllegalStateException("as the test demands");
            });
            return SerialLoop.Next.DONE;
        });
        loop.call();
        runAsked();
        assertThat(calls).containsExactly("step", "failed as the test demands", "ended");
    }

    @Test
    void triesAgainWithTheNextCallWhereThereIsNoThread() {
        AtomicInteger refusals = new AtomicInteger(1);
        Recorded loop = new Recorded(
                SerialLoop.Next.DONE,
                turn -> {
                    if (refusals.getAndDecrement() > 0) {
                        throw new RejectedExecutionException();
                    }
                    turn.run();
                },
                false);
        loop.call();
        loop.call();
        assertThat(calls).containsExactly("refused", "step");
    }

    @Test
    void survivesAnExecutorThatRefusesATaskAndRunsItAllTheSame() {
        Recorded loop = new Recorded(
                SerialLoop.Next.DONE,
                turn -> {
                    asked.add(turn);
                    throw new RejectedExecutionException();
                },
                false);
        loop.call();
        runAsked();
        assertThat(calls).containsExactly("refused", "step");
        assertThat(loop.isIdle()).isTrue();
    }

    @Test
    void isNeverInTwoStepsAndForgetsNobody() throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(4);
        try {
            AtomicInteger work = new AtomicInteger();
            AtomicInteger inside = new AtomicInteger();
            AtomicInteger most = new AtomicInteger();
            SerialLoop loop = new SerialLoop(SerialLoop.Next.DONE) {
                @Override
                protected Next step() {
                    most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                    work.set(0);
                    inside.decrementAndGet();
                    return Next.DONE;
                }

                @Override
                protected Next failed(Throwable failure) {
                    throw new AssertionError(failure);
                }

                @Override
                protected void execute(Runnable turn) {
                    pool.execute(turn);
                }
            };
            CountDownLatch callers = new CountDownLatch(3);
            for (int i = 0; i < 3; i++) {
                new Thread(() -> {
                            IntStream.range(0, 10_000).forEach(call -> {
                                work.incrementAndGet();
                                loop.call();
                            });
                            callers.countDown();
                        })
                        .start();
            }
            await().atMost(LIMIT).until(() -> callers.getCount() == 0 && work.get() == 0);
            assertThat(most).hasValue(1);
        } finally {
            pool.shutdownNow();
        }
    }
}
