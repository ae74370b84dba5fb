package dev.flipswitch.sse;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What becomes of calls that wait for a slow listener. Failure policy 22 and 27. */
class NoticeTest {
    private static final Notice EVENT = new Notice.Arrived(new SseEvent("message", "a", ""));
    private static final Notice DROPPED = new Notice.Dropped();
    private static final Notice CONNECTING = new Notice.Connecting();
    private static final Notice OPENED = new Notice.Opened();
    private static final Notice LOST = new Notice.Failed(new SseFailure("lost", 0), true, Duration.ZERO);

    @Test
    void putsOneDroppedInPlaceOfAllEventsAndKeepsTheRestInOrder() {
        assertThat(Notice.collapse(List.of(EVENT, LOST, DROPPED, CONNECTING, OPENED, EVENT, EVENT, LOST), 10))
                .containsExactly(LOST, CONNECTING, OPENED, DROPPED, LOST);
        assertThat(Notice.collapse(List.of(EVENT, EVENT, LOST, CONNECTING), 10))
                .containsExactly(DROPPED, LOST, CONNECTING);
    }

    @Test
    void keepsOnlyTheLatestStateWhereStatesPileUpToo() {
        assertThat(Notice.collapse(List.of(EVENT, LOST, CONNECTING, OPENED), 2)).containsExactly(DROPPED, OPENED);
        assertThat(Notice.collapse(List.of(LOST, CONNECTING, OPENED, EVENT), 2)).containsExactly(OPENED, DROPPED);
        assertThat(Notice.collapse(List.of(LOST, CONNECTING, LOST, CONNECTING), 2))
                .containsExactly(CONNECTING);
    }

    @Test
    void saysNothingOfDroppedEventsWhereThereWereNone() {
        assertThat(Notice.collapse(List.of(LOST, CONNECTING), 2)).containsExactly(LOST, CONNECTING);
        assertThat(Notice.collapse(List.of(), 2)).isEmpty();
    }

    @Test
    void boundsTheBytesThatWaitForAListener() {
        int maxEventSize = 1024 * 1024;
        SseEvent big = new SseEvent("message", "x".repeat(maxEventSize), "");
        Queue<Runnable> tasks = new ArrayDeque<>();
        Recorder recorder = new Recorder();
        Listeners listeners = new Listeners(List.of(recorder), tasks::add, maxEventSize, Listeners.MOST_WAITING);
        listeners.tell(OPENED);
        IntStream.range(0, 100).forEach(i -> listeners.tell(new Notice.Arrived(big)));
        tasks.remove().run();
        assertThat(recorder.calls).containsExactly("open", "dropped");
        assertThat(recorder.events).hasSizeLessThanOrEqualTo(4);
    }
}
