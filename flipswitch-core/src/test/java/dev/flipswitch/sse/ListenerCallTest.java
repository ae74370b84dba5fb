package dev.flipswitch.sse;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What becomes of calls that wait for a slow listener. Failure policy 22 and 27. */
class ListenerCallTest {
    private static final ListenerCall EVENT = new ListenerCall.Arrived(new SseEvent("message", "a", ""));
    private static final ListenerCall DROPPED = new ListenerCall.Dropped();
    private static final ListenerCall CONNECTING = new ListenerCall.Connecting();
    private static final ListenerCall OPENED = new ListenerCall.Opened();
    private static final ListenerCall LOST = new ListenerCall.Failed(new SseFailure("lost", 0), true, Duration.ZERO);

    @Test
    void putsOneDroppedInPlaceOfAllEventsAndKeepsTheRestInOrder() {
        assertThat(ListenerCall.collapse(List.of(EVENT, LOST, DROPPED, CONNECTING, OPENED, EVENT, EVENT, LOST), 10))
                .containsExactly(LOST, CONNECTING, OPENED, DROPPED, LOST);
        assertThat(ListenerCall.collapse(List.of(EVENT, EVENT, LOST, CONNECTING), 10))
                .containsExactly(DROPPED, LOST, CONNECTING);
    }

    @Test
    void keepsOnlyTheLatestStateWhereStatesPileUpToo() {
        assertThat(ListenerCall.collapse(List.of(EVENT, LOST, CONNECTING, OPENED), 2))
                .containsExactly(DROPPED, OPENED);
        assertThat(ListenerCall.collapse(List.of(LOST, CONNECTING, OPENED, EVENT), 2))
                .containsExactly(OPENED, DROPPED);
        assertThat(ListenerCall.collapse(List.of(LOST, CONNECTING, LOST, CONNECTING), 2))
                .containsExactly(CONNECTING);
    }

    @Test
    void saysNothingOfDroppedEventsWhereThereWereNone() {
        assertThat(ListenerCall.collapse(List.of(LOST, CONNECTING), 2)).containsExactly(LOST, CONNECTING);
        assertThat(ListenerCall.collapse(List.of(), 2)).isEmpty();
    }

    @Test
    void boundsTheBytesThatWaitForAListener() {
        int maxEventSize = 1024 * 1024;
        SseEvent big = new SseEvent("message", "x".repeat(maxEventSize), "");
        Queue<Runnable> tasks = new ArrayDeque<>();
        Recorder recorder = new Recorder();
        ListenerDispatcher listeners =
                new ListenerDispatcher(List.of(recorder), tasks::add, maxEventSize, ListenerDispatcher.MOST_WAITING);
        listeners.dispatch(OPENED);
        IntStream.range(0, 100).forEach(i -> listeners.dispatch(new ListenerCall.Arrived(big)));
        tasks.remove().run();
        assertThat(recorder.calls).containsExactly("open", "dropped");
        assertThat(recorder.events).hasSizeLessThanOrEqualTo(4);
    }
}
