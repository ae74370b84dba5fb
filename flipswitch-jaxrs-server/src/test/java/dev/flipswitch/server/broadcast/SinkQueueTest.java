package dev.flipswitch.server.broadcast;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flipswitch.server.events.WireEvent;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.SseEventSink;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SinkQueueTest {

    /** Closed by somebody else just after it was asked whether it is. */
    private static final class Closing implements SseEventSink {

        private final List<String> calls = new ArrayList<>();
        private @Nullable SinkQueue queue;

        @Override
        public boolean isClosed() {
            if (queue != null) {
                queue.end(EndReason.STOPPED, null);
            }
            return false;
        }

        @Override
        public CompletionStage<?> send(OutboundSseEvent event) {
            calls.add("send");
            return CompletableFuture.completedStage(null);
        }

        @Override
        public void close() {
            calls.add("close");
        }
    }

    private static final class Owner implements SinkQueue.Owner {

        @Override
        public EncodedEvent collapsed(EncodedEvent newest) {
            return newest;
        }

        @Override
        public void ended(SinkQueue queue, EndReason ending, @Nullable Throwable failure) {}

        @Override
        public void free(SinkQueue queue) {
            queue.sink().close();
        }
    }

    /** An output that takes everything. */
    private static final class Output extends ServletOutputStream {

        private final List<byte[]> written = new ArrayList<>();

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
        public void write(byte[] bytes) {
            written.add(bytes);
        }
    }

    /** Answers one method; the others do nothing. */
    private static <T> T only(Class<T> type, String name, Object answer) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) -> method.getName().equals(name) ? answer : null));
    }

    /** So that a thread is held up by one write, and not by many that go well. */
    @Test
    void oneEventIsOneTask() throws Exception {
        Output output = new Output();
        ServletSink sink = ServletSink.open(
                only(HttpServletRequest.class, "startAsync", only(AsyncContext.class, "", "")),
                only(HttpServletResponse.class, "getOutputStream", output));
        Queue<Runnable> tasks = new ArrayDeque<>();
        SinkQueue queue = new SinkQueue(sink, tasks::add, new Owner(), 0, () -> {});

        queue.greet(List.of(event("1"), event("2"), event("3")), 0);
        assertThat(output.written).as("by whoever greets").hasSize(1);
        tasks.remove().run();
        assertThat(output.written).hasSize(2);
        tasks.remove().run();

        assertThat(output.written).hasSize(3);
        assertThat(tasks).as("where nothing is left to send").isEmpty();
    }

    private static EncodedEvent event(String id) {
        return new EncodedEvent(new WireEvent("flag-updated", id, "{}"));
    }

    @Test
    void sendsNothingToASinkThatWasClosedMeanwhile() {
        Closing sink = new Closing();
        SinkQueue queue = new SinkQueue(sink, Runnable::run, new Owner(), 0, () -> {});
        sink.queue = queue;
        List<EncodedEvent> through = new ArrayList<>();
        EncodedEvent event = new EncodedEvent(new WireEvent("flag-updated", "1", "{}"), through::add);

        queue.greet(List.of(event), 0);
        event.handedToAll();

        assertThat(sink.calls).containsExactly("close");
        assertThat(through).as("events that nobody waits for any more").containsExactly(event);
        assertThat(event.sentCount()).isZero();
    }
}
