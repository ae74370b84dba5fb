package dev.flipswitch.server.broadcast;

import jakarta.ws.rs.sse.OutboundSseEvent;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Writes events as text: lines end with LF, and no value can begin a line or an event of its own. Stateless.
 *
 * @see <a href="https://html.spec.whatwg.org/multipage/server-sent-events.html#parsing-an-event-stream">WHATWG HTML,
 *     9.2.5, parsing an event stream</a>
 */
final class SseEncoder {

    private static final Pattern LINE_END = Pattern.compile("\r\n|\r|\n");
    private static final Pattern NOT_IN_A_FIELD = Pattern.compile("[\r\n\0]");

    private SseEncoder() {}

    static byte[] bytes(OutboundSseEvent event) {
        StringBuilder text = new StringBuilder();
        lines(text, "", event.getComment());
        field(text, "event", event.getName());
        field(text, "id", event.getId());
        if (event.isReconnectDelaySet()) {
            field(text, "retry", Long.toString(event.getReconnectDelay()));
        }
        Object data = event.getData();
        lines(text, "data", data == null ? null : data.toString());
        return text.append('\n').toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void lines(StringBuilder text, String name, @Nullable String value) {
        if (value != null) {
            for (String line : LINE_END.split(value, -1)) {
                field(text, name, line);
            }
        }
    }

    private static void field(StringBuilder text, String name, @Nullable String value) {
        if (value != null) {
            text.append(name).append(": ");
            text.append(NOT_IN_A_FIELD.matcher(value).replaceAll("")).append('\n');
        }
    }
}
