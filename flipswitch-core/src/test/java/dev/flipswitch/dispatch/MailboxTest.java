package dev.flipswitch.dispatch;

import static dev.flipswitch.fixtures.Limits.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class MailboxTest {
    private final ExecutorService pool = Executors.newFixedThreadPool(4);
    private final List<Integer> received = new CopyOnWriteArrayList<>();
    private final List<Throwable> failures = new CopyOnWriteArrayList<>();

    /** Runs what it has been given only when the test says so. */
    private static final class Later implements Executor {
        private final List<Runnable> tasks = new ArrayList<>();

        @Override
        public void execute(Runnable task) {
            tasks.add(task);
        }

        void run() {
            List<Runnable> now = List.copyOf(tasks);
            tasks.clear();
            now.forEach(Runnable::run);
        }
    }

    @AfterEach
    void stop() {
        pool.shutdownNow();
    }

    private Mailbox<Integer> mailbox(Executor executor, int capacity, Consumer<Integer> receiver) {
        return new Mailbox<>(executor, capacity, MailboxTest::sum, receiver, failures::add);
    }

    @Test
    void holdsBackWhatComesBeforeItIsOpened() {
        Mailbox<Integer> mailbox = Mailbox.held(Runnable::run, 3, MailboxTest::sum, received::add, failures::add);
        for (int i = 1; i <= 4; i++) {
            mailbox.put(i);
        }
        assertThat(received).isEmpty();

        mailbox.open();
        mailbox.put(5);
        mailbox.open();
        assertThat(received).containsExactly(10, 5);
    }

    @Test
    void handsNothingOverWhereItIsClosedBeforeItIsOpened() {
        Mailbox<Integer> mailbox = Mailbox.held(Runnable::run, 3, MailboxTest::sum, received::add, failures::add);
        mailbox.put(1);
        mailbox.close();
        mailbox.open();
        assertThat(received).isEmpty();
    }

    @Test
    void deliversInOrderOneAtATimeOnWhateverThreadIsFree() {
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        Mailbox<Integer> mailbox = mailbox(pool, 100_000, message -> {
            most.accumulateAndGet(inside.incrementAndGet(), Math::max);
            received.add(message);
            inside.decrementAndGet();
        });
        List<Integer> sent = IntStream.range(0, 5_000).boxed().toList();
        sent.forEach(mailbox::put);
        await().atMost(LIMIT).until(() -> received.size() == sent.size());
        assertThat(received).isEqualTo(sent);
        assertThat(most).hasValue(1);
    }

    @Test
    void losesNothingWhenManyThreadsPut() {
        AtomicInteger count = new AtomicInteger();
        Mailbox<Integer> mailbox = mailbox(pool, 100_000, message -> count.incrementAndGet());
        CountDownLatch putters = new CountDownLatch(3);
        for (int i = 0; i < 3; i++) {
            new Thread(() -> {
                        IntStream.range(0, 1_000).forEach(mailbox::put);
                        putters.countDown();
                    })
                    .start();
        }
        await().atMost(LIMIT).until(() -> putters.getCount() == 0 && count.get() == 3_000);
    }

    @Test
    void collapsesWhatWaitsWhenThereWouldBeMoreThanItsCapacity() {
        Later later = new Later();
        Mailbox<Integer> mailbox = mailbox(later, 3, received::add);
        IntStream.rangeClosed(1, 5).forEach(mailbox::put);
        later.run();
        assertThat(received).containsExactly(1 + 2 + 3 + 4, 5);
        assertThat(failures).isEmpty();
    }

    @Test
    void collapsesWhatWeighsTooMuch() {
        Later later = new Later();
        Mailbox.Bounds<Integer> bounds = new Mailbox.Bounds<>(100, 10, weight -> weight, waiting -> List.of(0));
        Mailbox<Integer> mailbox = new Mailbox<>(later, bounds, received::add, failures::add);
        List.of(4, 6, 1, 10).forEach(mailbox::put);
        later.run();
        mailbox.put(10);
        later.run();
        assertThat(received).containsExactly(0, 10, 10);
    }

    @Test
    void dropsTheOldestWhereCollapsingFails() {
        Later later = new Later();
        RuntimeException failure = new IllegalStateException("as the test demands");
        Mailbox<Integer> mailbox = new Mailbox<>(
                later,
                2,
                waiting -> {
                    throw failure;
                },
                received::add,
                failures::add);
        IntStream.rangeClosed(1, 3).forEach(mailbox::put);
        later.run();
        assertThat(received).containsExactly(2, 3);
        assertThat(failures).containsExactly(failure);
    }

    @Test
    void dropsTheOldestWhereCollapsingLeavesTooMuch() {
        Later later = new Later();
        Mailbox<Integer> mailbox = new Mailbox<>(later, 2, waiting -> waiting, received::add, failures::add);
        IntStream.rangeClosed(1, 3).forEach(mailbox::put);
        later.run();
        assertThat(received).containsExactly(2, 3);
        assertThat(failures).singleElement().isInstanceOf(IllegalStateException.class);
    }

    @Test
    void goesOnAfterAReceiverThatThrows() {
        Mailbox<Integer> mailbox = new Mailbox<>(
                Runnable::run,
                10,
                MailboxTest::sum,
                message -> {
                    received.add(message);
                    if (message == 1) {
                        throw new IllegalStateException("as the test demands");
                    }
                    if (message == 2) {
                        throw new NoClassDefFoundError("as while an application is undeployed");
                    }
                },
                failure -> {
                    failures.add(failure);
                    throw new IllegalStateException("a handler that fails too");
                });
        IntStream.rangeClosed(1, 3).forEach(mailbox::put);
        assertThat(received).containsExactly(1, 2, 3);
        assertThat(failures).hasSize(2);
        assertThat(failures.get(1)).isInstanceOf(NoClassDefFoundError.class);
    }

    @Test
    @Timeout(120)
    void neverWaitsForAReceiverThatBlocks() throws InterruptedException {
        CountDownLatch release = new CountDownLatch(1);
        Mailbox<Integer> blocked = mailbox(pool, 2, message -> {
            received.add(message);
            awaitUninterruptibly(release);
        });
        blocked.put(0);
        await().atMost(LIMIT).until(() -> received.size() == 1);
        IntStream.rangeClosed(1, 100_000).map(i -> 1).forEach(blocked::put);
        release.countDown();
        await().atMost(LIMIT)
                .until(() -> received.stream().mapToInt(Integer::intValue).sum() == 100_000);
        assertThat(received).hasSizeLessThanOrEqualTo(1 + 2);
    }

    @Test
    void runsOnTheThreadThatPutsAndNeverWithinItself() {
        CompletableFuture<Mailbox<Integer>> itself = new CompletableFuture<>();
        AtomicInteger depth = new AtomicInteger();
        itself.complete(mailbox(Runnable::run, 10, message -> {
            assertThat(depth.incrementAndGet()).isEqualTo(1);
            received.add(message);
            if (message < 1_000) {
                itself.join().put(message + 1);
            }
            depth.decrementAndGet();
        }));
        itself.join().put(1);
        assertThat(received).hasSize(1_000);
        assertThat(failures).isEmpty();
    }

    @Test
    void survivesAnExecutorThatRefusesAndSaysSoOnce() {
        AtomicInteger refusals = new AtomicInteger(3);
        Mailbox<Integer> mailbox = mailbox(
                task -> {
                    if (refusals.getAndDecrement() > 0) {
                        throw new RejectedExecutionException();
                    }
                    task.run();
                },
                10,
                received::add);
        IntStream.rangeClosed(1, 4).forEach(mailbox::put);
        assertThat(received).containsExactly(1, 2, 3, 4);
        assertThat(failures).singleElement().isInstanceOf(RejectedExecutionException.class);
    }

    @Test
    void saysNothingOfAnExecutorThatEndsWithIt() {
        CompletableFuture<Mailbox<Integer>> itself = new CompletableFuture<>();
        itself.complete(mailbox(
                task -> {
                    itself.join().close();
                    throw new RejectedExecutionException();
                },
                10,
                received::add));
        itself.join().put(1);
        assertThat(received).isEmpty();
        assertThat(failures).isEmpty();
    }

    @Test
    void deliversNothingAfterItsClose() {
        Later later = new Later();
        Mailbox<Integer> mailbox = mailbox(later, 10, received::add);
        mailbox.put(1);
        mailbox.close();
        mailbox.put(2);
        mailbox.close();
        later.run();
        assertThat(received).isEmpty();
    }

    @Test
    void deliversNothingAfterItsReceiverHasClosedIt() {
        CompletableFuture<Mailbox<Integer>> itself = new CompletableFuture<>();
        Later later = new Later();
        itself.complete(mailbox(later, 10, message -> {
            received.add(message);
            itself.join().close();
        }));
        itself.join().put(1);
        itself.join().put(2);
        later.run();
        assertThat(received).containsExactly(1);
    }

    @Test
    void refusesBoundsThatAreNotPositive() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> mailbox(Runnable::run, 0, received::add))
                .withMessageContaining("count 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Mailbox.Bounds<Integer>(1, 0, weight -> weight, MailboxTest::sum))
                .withMessageContaining("weight 0");
    }

    private static List<Integer> sum(List<Integer> waiting) {
        return List.of(waiting.stream().mapToInt(Integer::intValue).sum());
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
