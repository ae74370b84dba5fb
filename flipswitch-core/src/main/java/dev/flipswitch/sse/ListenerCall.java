package dev.flipswitch.sse;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A call of a listener, while it waits in that listener's mailbox. */
sealed interface ListenerCall {

    /** How many bytes this holds, roughly. */
    int OVERHEAD = 64;

    /** Says it. */
    void deliver(SseListener listener);

    /** At most how many bytes it holds in memory. */
    default long weight() {
        return OVERHEAD;
    }

    /** An attempt begins. */
    record Connecting() implements ListenerCall {
        @Override
        public void deliver(SseListener listener) {
            listener.onConnecting();
        }
    }

    /** A stream is open. */
    record Opened() implements ListenerCall {
        @Override
        public void deliver(SseListener listener) {
            listener.onOpen();
        }
    }

    /** An event. */
    record Arrived(SseEvent event) implements ListenerCall {
        @Override
        public void deliver(SseListener listener) {
            listener.onEvent(event);
        }

        @Override
        public long weight() {
            long chars = (long) event.data().length()
                    + event.type().length()
                    + event.lastEventId().length();
            return OVERHEAD + chars * Character.BYTES;
        }
    }

    /** At least one event that can't be had. */
    record Dropped() implements ListenerCall {
        @Override
        public void deliver(SseListener listener) {
            listener.onEventDropped();
        }
    }

    /** A failed attempt, or the end of a stream. */
    record Failed(SseFailure failure, boolean wasOpen, Duration retryIn) implements ListenerCall {
        @Override
        public void deliver(SseListener listener) {
            listener.onFailure(failure, wasOpen, retryIn);
        }
    }

    /** The end of all attempts. */
    record Stopped(SseFailure answer) implements ListenerCall {
        @Override
        public void deliver(SseListener listener) {
            listener.onStopped(answer);
        }
    }

    /**
     * Makes short what waits for a slow listener. In place of all events, where the last one was, it says that events
     * were dropped. Of the rest it keeps everything in its order, or only the latest if there is more than {@code most}
     * of it.
     */
    static List<ListenerCall> collapse(List<ListenerCall> waiting, int most) {
        List<ListenerCall> states = new ArrayList<>();
        int dropped = -1; // how many states precede the last event
        for (ListenerCall notice : waiting) {
            if (notice instanceof Arrived || notice instanceof Dropped) {
                dropped = states.size();
            } else {
                states.add(notice);
            }
        }
        int forgotten = states.size() > most ? states.size() - 1 : 0;
        List<ListenerCall> left = new ArrayList<>(states.subList(forgotten, states.size()));
        if (dropped >= 0) {
            left.add(Math.max(dropped - forgotten, 0), new Dropped());
        }
        return left;
    }
}
