package dev.flipswitch.update;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Function;

/**
 * Concludes whether a proxy ends streams, or holds their bytes back. It does so if a stream brings nothing although it
 * is open, or if streams always end after the same short time, or without a byte. Confined to the loop.
 */
final class StreamDiagnosis {
    /** So many streams in a row must have ended in the same way. */
    private static final int ENOUGH = 3;

    private static final int ENOUGH_SILENT = 2;

    /** What ends sooner has other causes. */
    private static final Duration SHORTEST = Duration.ofSeconds(1);

    /** The first heartbeat comes with the headers; it may take a while. */
    static final Duration FIRST_BYTE = Duration.ofSeconds(5);

    /** What lives longer does no harm. */
    private static final Duration LONGEST = Duration.ofMinutes(2);

    /** Two times are about the same if they differ by less than this, or by a tenth. */
    private static final Duration TOLERANCE = Duration.ofMillis(500);

    /** What is wrong. */
    public enum Finding {
        /** Nothing that is known. */
        NONE,
        /** Streams end whenever nothing has come for a time that is shorter than the heartbeat's. */
        IDLE,
        /** Streams end after the same time, whatever comes. */
        LIFETIME,
        /** Streams open, but nothing comes, or no more. */
        HELD_BACK
    }

    /**
     * How a stream ended.
     *
     * @param openFor since it was opened
     * @param idleFor since it brought something
     * @param brought whether it brought anything
     */
    record End(Duration openFor, Duration idleFor, boolean brought) {}

    private final Deque<End> last = new ArrayDeque<>(ENOUGH);
    private Finding finding = Finding.NONE;
    private Duration limit = Duration.ZERO;

    /** What is found by now. */
    Finding finding() {
        return finding;
    }

    /** After what time streams end, or fall silent at the latest. */
    Duration limit() {
        return limit;
    }

    /** A stream ended; returns whether that led to a finding. */
    boolean ended(End end, Duration heartbeat) {
        if (last.size() == ENOUGH) {
            last.removeFirst();
        }
        last.addLast(end);
        if (finding != Finding.NONE) {
            return false;
        }
        finding = find(heartbeat);
        return finding != Finding.NONE;
    }

    /** A stream is open, but what comes at once has not come for long; returns whether that led to a finding. */
    boolean broughtNothing(Duration heartbeat) {
        if (finding != Finding.NONE) {
            return false;
        }
        finding = heldBack(heartbeat);
        return true;
    }

    /**
     * A stream brought something; returns whether it has refuted the finding. That streams end when they are idle is refuted
     * by one that was, not by one that events keep alive.
     *
     * @param openFor since it was opened
     * @param idleFor since it had brought something before
     */
    boolean lives(Duration openFor, Duration idleFor, Duration heartbeat) {
        Duration twice = limit.multipliedBy(2);
        if (finding == Finding.NONE
                || openFor.compareTo(twice) <= 0
                || (finding == Finding.IDLE && idleFor.compareTo(twice) <= 0 && !isIdleUntil(heartbeat, idleFor))) {
            return false;
        }
        finding = Finding.NONE;
        last.clear();
        return true;
    }

    /** Longer than from one heartbeat to the next no stream is idle; one may be a little early. */
    private static boolean isIdleUntil(Duration heartbeat, Duration idleFor) {
        return idleFor.compareTo(heartbeat.multipliedBy(9).dividedBy(10)) >= 0;
    }

    private Finding find(Duration heartbeat) {
        long silent = last.stream().filter(end -> isSilent(end, heartbeat)).count();
        if (silent >= ENOUGH_SILENT) {
            return heldBack(heartbeat);
        }
        if (last.size() < ENOUGH || !last.stream().allMatch(End::brought)) {
            return Finding.NONE;
        }
        if (agree(End::idleFor, heartbeat.multipliedBy(6).dividedBy(5))) { // one that is a little late
            limit = last.getLast().idleFor();
            return Finding.IDLE;
        }
        if (agree(End::openFor, LONGEST)) {
            limit = last.getLast().openFor();
            return Finding.LIFETIME;
        }
        return Finding.NONE;
    }

    private Finding heldBack(Duration heartbeat) {
        limit = heartbeat;
        return Finding.HELD_BACK;
    }

    private static boolean isSilent(End end, Duration heartbeat) {
        Duration most = end.brought() ? heartbeat.multipliedBy(2) : FIRST_BYTE;
        return end.idleFor().compareTo(most) >= 0;
    }

    private boolean agree(Function<End, Duration> time, Duration below) {
        Duration least = last.stream().map(time).min(Duration::compareTo).orElse(Duration.ZERO);
        Duration most = last.stream().map(time).max(Duration::compareTo).orElse(Duration.ZERO);
        Duration spread = most.minus(least);
        return least.compareTo(SHORTEST) >= 0
                && most.compareTo(below) < 0
                && (spread.compareTo(TOLERANCE) <= 0 || spread.multipliedBy(10).compareTo(most) <= 0);
    }
}
