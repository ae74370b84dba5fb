package dev.flipswitch.servlet;

import static dev.flipswitch.fixtures.Limits.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.flipswitch.dispatch.WriterPool;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Pages whose container blocks in a write, as Open Liberty does. */
class BlockedPagesTest {
    private static final int MOST_STUCK = 6;
    private static final byte[] EVENT = {'\n'};

    private final WriterPool writers = PageStreams.writers(MOST_STUCK);
    private final List<PageStream> pages = new ArrayList<>();
    private final List<PageStream> ended = new CopyOnWriteArrayList<>();
    private final AtomicInteger completed = new AtomicInteger();
    private final CountDownLatch containerGivesUp = new CountDownLatch(1);

    @AfterEach
    void close() {
        containerGivesUp.countDown();
        writers.close();
    }

    /** An output that takes the first event and blocks at the next; it heeds interrupts or does not. */
    private final class BlockingOutput extends ServletOutputStream {
        private final boolean interruptible;
        private final AtomicInteger writes = new AtomicInteger();

        BlockingOutput(boolean interruptible) {
            this.interruptible = interruptible;
        }

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public void setWriteListener(WriteListener listener) {
            try {
                listener.onWritePossible();
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public void write(int b) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void write(byte[] bytes) throws IOException {
            if (writes.incrementAndGet() > 1) {
                block();
                throw new IOException("the connection is gone");
            }
        }

        private void block() throws IOException {
            while (true) {
                try {
                    containerGivesUp.await();
                    return;
                } catch (InterruptedException e) {
                    if (interruptible) {
                        throw new IOException(e);
                    }
                }
            }
        }
    }

    private PageStream page(boolean interruptible) {
        AsyncContext async = (AsyncContext) Proxy.newProxyInstance(
                AsyncContext.class.getClassLoader(),
                new Class<?>[] {AsyncContext.class},
                (proxy, method, arguments) -> {
                    assertThat(method.getName()).isEqualTo("complete");
                    completed.incrementAndGet();
                    return null;
                });
        PageStream page = new PageStream(async, new BlockingOutput(interruptible), writers, ended::add);
        page.start();
        return page;
    }

    private void block(int number, boolean interruptible) {
        for (int i = 0; i < number; i++) {
            pages.add(page(interruptible));
        }
        pages.forEach(page -> page.tell(EVENT.clone()));
    }

    /** As the timer does, if all deadlines are over. */
    private void watch() {
        long stuckSince = System.nanoTime();
        pages.forEach(page -> page.endIfWritingSince(stuckSince));
        writers.watch(stuckSince);
    }

    private void watchUntil(Runnable assertion) {
        await().atMost(LIMIT).untilAsserted(() -> {
            watch();
            assertion.run();
        });
    }

    private void watchUntilAllHaveEnded() {
        watchUntil(() -> assertThat(ended).containsExactlyInAnyOrderElementsOf(pages));
    }

    private CountDownLatch other() {
        CountDownLatch served = new CountDownLatch(1);
        writers.execute(served::countDown);
        return served;
    }

    private void watchUntilOthersAreServed() {
        CountDownLatch served = other();
        watchUntil(() -> assertThat(served.getCount()).isZero());
    }

    @Test
    void anInterruptedWriteEndsItsPageAndFreesItsThread() {
        block(4, true);
        watchUntil(() -> assertThat(completed).hasValue(4));
        assertThat(ended).hasSize(4);
        watchUntilOthersAreServed();
        assertThat(writers.isExhausted()).isFalse();
    }

    @Test
    void aBlockedPageHoldsOneThreadHoweverOftenItIsToldOfChanges() {
        PageStream blocked = page(false);
        for (int i = 0; i < 1000; i++) {
            blocked.tell(EVENT.clone());
            blocked.onWritePossible(); // as a container's thread does
        }
        CountDownLatch served = other();
        await().atMost(LIMIT).until(() -> served.getCount() == 0);
        assertThat(completed).hasValue(0);
    }

    @Test
    void writesThatCanNotBeInterruptedHoldUpNoOthers() {
        block(5, false);
        watchUntilAllHaveEnded();
        watchUntilOthersAreServed();
        assertThat(completed)
                .as("only the thread in the write can end the response")
                .hasValue(0);

        containerGivesUp.countDown();
        await().atMost(LIMIT).untilAsserted(() -> assertThat(completed).hasValue(5));
    }

    @Test
    void replacesOnlySoManyThreadsAndSaysSoUntilTheyAreFree() throws Exception {
        try (LogRecords log = new LogRecords()) {
            block(MOST_STUCK, false);
            watchUntilAllHaveEnded();
            watchUntil(() -> assertThat(writers.isExhausted()).isTrue());
            assertThat(log.containing("FLIP-SERVLET-0012"))
                    .singleElement()
                    .asString()
                    .startsWith("WARNING");
            watchUntilOthersAreServed();

            containerGivesUp.countDown();
            await().atMost(LIMIT).until(() -> !writers.isExhausted());
        }
    }
}
