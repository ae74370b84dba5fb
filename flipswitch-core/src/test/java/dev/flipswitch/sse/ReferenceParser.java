package dev.flipswitch.sse;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.math.BigInteger;
import java.time.Duration;
import java.util.List;

/**
 * Reads a whole stream as the standard's text says, with no thought for speed: what the real parser is compared with.
 * Works on ISO 8859-1 text, a character for each byte, and decodes at the end. WHATWG HTML, section 9.2.6.
 */
final class ReferenceParser {
    private static final BigInteger AN_HOUR = BigInteger.valueOf(3_600_000);

    private final ParserOutput output = new ParserOutput();
    private final int maxEventSize;
    private String type = "";
    private String data = "";
    private String id = "";
    private boolean hasId;
    private boolean skipping;
    private String lastEventId = "";

    private ReferenceParser(int maxEventSize) {
        this.maxEventSize = maxEventSize;
    }

    static ParserOutput read(byte[] stream, int maxEventSize) {
        ReferenceParser parser = new ReferenceParser(maxEventSize);
        String[] lines = new String(stream, ISO_8859_1).split("\r\n|\r|\n", -1);
        for (int i = 0; i < lines.length; i++) {
            boolean finished = i < lines.length - 1;
            parser.line(lines[i], i == 0, finished);
        }
        parser.output.ended(parser.lastEventId);
        return parser.output;
    }

    private void line(String line, boolean first, boolean finished) {
        String content = first ? line.replaceFirst("^\u00EF\u00BB\u00BF", "") : line;
        if (content.isEmpty()) {
            if (finished) {
                dispatch();
            }
        } else {
            int colon = content.indexOf(':');
            String name = colon < 0 ? content : content.substring(0, colon);
            String value = colon < 0 ? "" : content.substring(colon + 1).replaceFirst("^ ", "");
            if (isWanted(name, value) && finished) {
                field(name, value);
            }
        }
    }

    private boolean isWanted(String name, String value) {
        if (skipping && (name.equals("data") || name.equals("event"))) {
            return false;
        }
        int length = name.equals("data") ? data.length() + value.length() : value.length();
        if (length > maxEventSize && !skipping && List.of("data", "event", "id").contains(name)) {
            skipping = true;
            output.dropped();
            type = "";
            data = "";
        }
        return length <= maxEventSize;
    }

    private void field(String name, String value) {
        if (name.equals("event")) {
            type = value;
        } else if (name.equals("data")) {
            data += value + "\n";
        } else if (name.equals("id") && !value.contains("\0")) {
            id = value;
            hasId = true;
        } else if (name.equals("retry") && value.matches("[0-9]+")) {
            output.retry(Duration.ofMillis(new BigInteger(value).min(AN_HOUR).longValue()));
        }
    }

    private void dispatch() {
        if (hasId) {
            lastEventId = decoded(id);
        }
        if (!data.isEmpty()) {
            String joined = decoded(data.substring(0, data.length() - 1));
            output.event(new SseEvent(type.isEmpty() ? "message" : decoded(type), joined, lastEventId));
        }
        skipping = false;
        forget();
    }

    private void forget() {
        type = "";
        data = "";
        id = "";
        hasId = false;
    }

    private static String decoded(String bytes) {
        return new String(bytes.getBytes(ISO_8859_1), UTF_8);
    }
}
