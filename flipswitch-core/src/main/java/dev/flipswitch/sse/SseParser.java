package dev.flipswitch.sse;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;

/**
 * Turns the bytes of a stream into events, however the network has cut them up. It works on bytes. A UTF-8 sequence
 * never holds a line end, so lines are taken where they lie, and only what an event holds is copied and decoded. Memory
 * is bounded. An event whose data, type or id exceeds the limit is dropped, and its rest except ids is skipped. What
 * the standard ignores is not held. Not thread-safe.
 *
 * @see <a href="https://html.spec.whatwg.org/multipage/server-sent-events.html#event-stream-interpretation">WHATWG
 *     HTML, section 9.2.6, interpreting an event stream</a>
 */
final class SseParser {

    /** Where a parser puts what it finds. */
    interface Output {

        /** An event is complete. */
        void event(SseEvent event);

        /** A block with an id has ended, whether it was an event or not: the next connection sends this. */
        default void lastEventId(String id) {}

        /** The server named a reconnection time, at most an hour. */
        void retry(Duration time);

        /** An event has just exceeded the limit; called once for it. */
        void dropped();
    }

    private static final byte[] BOM = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};
    private static final byte[] EVENT = "event".getBytes(US_ASCII);
    private static final byte[] DATA = "data".getBytes(US_ASCII);
    private static final byte[] ID = "id".getBytes(US_ASCII);
    private static final byte[] RETRY = "retry".getBytes(US_ASCII);
    private static final int LONGEST_NAME = EVENT.length;
    private static final long LONGEST_RETRY_MILLIS = Duration.ofHours(1).toMillis();
    private static final int PIECE = 8192;

    private final Output output;
    private final int maxEventSize;
    private byte[] piece = {};

    // the line under way, where it does not end in the piece in which it began
    private final ByteAccumulator line = new ByteAccumulator();
    private boolean lineBegan;
    private boolean lineIgnored;
    private boolean lastWasCr;
    private boolean firstLine = true;

    // the event under way
    private final ByteAccumulator type = new ByteAccumulator();
    private final ByteAccumulator data = new ByteAccumulator();
    private final ByteAccumulator id = new ByteAccumulator();
    private boolean hasData;
    private boolean hasId;
    private boolean skipping;

    private String lastEventId;
    private String lastType = "message";

    /**
     * A parser for one connection.
     *
     * @param lastEventId the last event id known from earlier connections; empty if none
     * @param maxEventSize how many bytes an event's data may have, and its type and id each
     * @param output where everything found goes
     */
    SseParser(String lastEventId, int maxEventSize, Output output) {
        this.lastEventId = lastEventId;
        this.maxEventSize = maxEventSize;
        this.output = output;
    }

    /** The last event id as of the last finished block, which the next connection sends. */
    String lastEventId() {
        return lastEventId;
    }

    /** How many bytes its buffers hold at the moment. */
    int memory() {
        return piece.length + line.capacity() + type.capacity() + data.capacity() + id.capacity();
    }

    void feed(ByteBuffer bytes) {
        if (bytes.hasArray()) {
            int from = bytes.arrayOffset() + bytes.position();
            lines(bytes.array(), from, from + bytes.remaining());
            bytes.position(bytes.limit());
            return;
        }
        if (piece.length == 0) {
            piece = new byte[PIECE];
        }
        while (bytes.hasRemaining()) {
            int length = Math.min(bytes.remaining(), piece.length);
            bytes.get(piece, 0, length);
            lines(piece, 0, length);
        }
    }

    private void lines(byte[] bytes, int from, int to) {
        int start = from;
        if (lastWasCr && from < to) {
            lastWasCr = false;
            start += bytes[from] == '\n' ? 1 : 0;
        }
        while (start < to) {
            int end = LineEnds.first(bytes, start, to);
            if (end == to) {
                continueLine(bytes, start, to);
                return;
            }
            endLine(bytes, start, end);
            start = afterLineEnd(bytes, end, to);
        }
    }

    private int afterLineEnd(byte[] bytes, int end, int to) {
        int next = end + 1;
        if (bytes[end] == '\n') {
            return next;
        }
        lastWasCr = next == to;
        return next < to && bytes[next] == '\n' ? next + 1 : next;
    }

    /** Keeps the beginning of a line, or a further part of one, unless nothing will come of it. */
    private void continueLine(byte[] bytes, int from, int to) {
        lineBegan = true;
        if (lineIgnored) {
            return;
        }
        line.append(bytes, from, to);
        int start = firstLine ? afterBom(line.array(), 0, line.length()) : 0;
        boolean named = colon(line.array(), start, line.length()) < line.length();
        if ((named || line.length() - start > LONGEST_NAME) && !isWanted(line.array(), start, line.length())) {
            lineIgnored = true;
            line.clear();
        }
    }

    private void endLine(byte[] bytes, int from, int to) {
        if (!lineBegan) {
            line(bytes, from, to);
            return;
        }
        if (from < to) {
            continueLine(bytes, from, to);
        }
        if (lineIgnored) {
            firstLine = false;
        } else {
            line(line.array(), 0, line.length());
        }
        lineBegan = false;
        lineIgnored = false;
        line.clear();
    }

    private void line(byte[] bytes, int from, int to) {
        int start = firstLine ? afterBom(bytes, from, to) : from;
        firstLine = false;
        if (start == to) {
            endEvent();
        } else if (isWanted(bytes, start, to)) {
            field(bytes, start, to);
        }
    }

    private static int afterBom(byte[] bytes, int from, int to) {
        int end = from + BOM.length;
        return end <= to && Arrays.equals(bytes, from, end, BOM, 0, BOM.length) ? end : from;
    }

    /** Whether a line, as far as it is there, is a field whose value counts; drops the event that it makes too big. */
    private boolean isWanted(byte[] bytes, int from, int to) {
        int colon = colon(bytes, from, to);
        long length = (long) to - value(bytes, colon, to);
        if (is(DATA, bytes, from, colon)) {
            return !skipping && fits(data.length() + (hasData ? 1 : 0) + length);
        }
        if (is(EVENT, bytes, from, colon)) {
            return !skipping && fits(length);
        }
        return is(ID, bytes, from, colon) ? fits(length) : is(RETRY, bytes, from, colon) && length <= maxEventSize;
    }

    private boolean fits(long length) {
        if (length <= maxEventSize) {
            return true;
        }
        if (!skipping) {
            skipping = true;
            type.clear();
            data.clear();
            hasData = false;
            output.dropped();
        }
        return false;
    }

    /** Where a field's name ends; the end of the line, where that is no name that counts. */
    private static int colon(byte[] bytes, int from, int to) {
        int most = Math.min(to, from + LONGEST_NAME + 1);
        for (int i = from; i < most; i++) {
            if (bytes[i] == ':') {
                return i;
            }
        }
        return to;
    }

    private static int value(byte[] bytes, int colon, int to) {
        int value = Math.min(colon + 1, to);
        return value < to && bytes[value] == ' ' ? value + 1 : value;
    }

    private void field(byte[] bytes, int from, int to) {
        int colon = colon(bytes, from, to);
        int value = value(bytes, colon, to);
        if (is(DATA, bytes, from, colon)) {
            data(bytes, value, to);
        } else if (is(EVENT, bytes, from, colon)) {
            type.set(bytes, value, to);
        } else if (is(ID, bytes, from, colon)) {
            id(bytes, value, to);
        } else {
            retry(bytes, value, to);
        }
    }

    private static boolean is(byte[] name, byte[] bytes, int from, int to) {
        return to - from == name.length && Arrays.equals(bytes, from, to, name, 0, name.length);
    }

    private void data(byte[] bytes, int from, int to) {
        if (hasData) {
            data.append('\n');
        }
        data.append(bytes, from, to);
        hasData = true;
    }

    private void id(byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            if (bytes[i] == 0) {
                return;
            }
        }
        id.set(bytes, from, to);
        hasId = true;
    }

    private void retry(byte[] bytes, int from, int to) {
        long millis = 0;
        for (int i = from; i < to; i++) {
            if (bytes[i] < '0' || bytes[i] > '9') {
                return;
            }
            millis = Math.min(millis * 10 + bytes[i] - '0', LONGEST_RETRY_MILLIS);
        }
        if (from < to) {
            output.retry(Duration.ofMillis(millis));
        }
    }

    private void endEvent() {
        if (hasId) {
            lastEventId = id.text();
            output.lastEventId(lastEventId);
        }
        SseEvent event = hasData ? new SseEvent(typeText(), data.text(), lastEventId) : null;
        skipping = false;
        forgetEvent();
        if (event != null) {
            output.event(event);
        }
    }

    private String typeText() {
        if (type.isEmpty()) {
            return "message";
        }
        lastType = type.text(lastType);
        return lastType;
    }

    private void forgetEvent() {
        type.clear();
        data.clear();
        id.clear();
        hasData = false;
        hasId = false;
    }
}
