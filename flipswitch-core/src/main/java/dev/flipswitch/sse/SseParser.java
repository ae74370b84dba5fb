package dev.flipswitch.sse;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * Turns the bytes of a stream into events, however the network has cut them up. Works on bytes: a UTF-8 sequence never
 * holds a line end, so whole fields are decoded at once. Not thread-safe.
 *
 * @see <a href="https://html.spec.whatwg.org/multipage/server-sent-events.html#event-stream-interpretation">WHATWG
 *     HTML, section 9.2.6, interpreting an event stream</a>
 */
final class SseParser {
    private static final byte[] BOM = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

    private final Consumer<SseEvent> events;
    private byte[] line = new byte[256];
    private int lineLength;
    private boolean lastWasCr;
    private boolean firstLine = true;

    private String type = "";
    private final StringBuilder data = new StringBuilder();
    private boolean hasData;
    private String idBuffer;
    private String lastEventId;

    /**
     * A parser for one connection.
     *
     * @param lastEventId the last event id known from earlier connections; empty if none
     * @param events where dispatched events go
     */
    SseParser(String lastEventId, Consumer<SseEvent> events) {
        this.idBuffer = lastEventId;
        this.lastEventId = lastEventId;
        this.events = events;
    }

    /** The last event id as of the last finished block, which the next connection sends. */
    String lastEventId() {
        return lastEventId;
    }

    void feed(ByteBuffer bytes) {
        while (bytes.hasRemaining()) {
            byte b = bytes.get();
            if (b == '\n' && lastWasCr) {
                lastWasCr = false;
            } else if (b == '\n' || b == '\r') {
                lastWasCr = b == '\r';
                endLine();
            } else {
                lastWasCr = false;
                append(b);
            }
        }
    }

    private void append(byte b) {
        if (lineLength == line.length) {
            line = Arrays.copyOf(line, lineLength * 2);
        }
        line[lineLength++] = b;
    }

    private void endLine() {
        int start = startOfLine();
        int length = lineLength;
        lineLength = 0;
        if (start == length) {
            dispatch();
            return;
        }
        int colon = start;
        while (colon < length && line[colon] != ':') {
            colon++;
        }
        int value = Math.min(colon + 1, length);
        if (value < length && line[value] == ' ') {
            value++;
        }
        field(text(start, colon), value, length);
    }

    private int startOfLine() {
        boolean first = firstLine;
        firstLine = false;
        return first && lineLength >= BOM.length && Arrays.equals(line, 0, BOM.length, BOM, 0, BOM.length)
                ? BOM.length
                : 0;
    }

    private void field(String name, int from, int to) {
        switch (name) {
            case "event" -> type = text(from, to);
            case "data" -> {
                if (hasData) {
                    data.append('\n');
                }
                data.append(text(from, to));
                hasData = true;
            }
            case "id" -> {
                String id = text(from, to);
                if (id.indexOf('\0') < 0) {
                    idBuffer = id;
                }
            }
            default -> {
                // a comment (its name is empty) or an unknown field: ignored, as the standard says
            }
        }
    }

    private void dispatch() {
        lastEventId = idBuffer;
        if (hasData) {
            events.accept(new SseEvent(type.isEmpty() ? "message" : type, data.toString(), lastEventId));
        }
        type = "";
        data.setLength(0);
        hasData = false;
    }

    private String text(int from, int to) {
        return new String(line, from, to - from, UTF_8);
    }
}
