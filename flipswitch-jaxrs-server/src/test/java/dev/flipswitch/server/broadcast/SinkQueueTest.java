package dev.flipswitch.server.broadcast;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flipswitch.server.events.WireEvent;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.SseEventSink;
import java.util.ArrayList;
import java.util.List;
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
