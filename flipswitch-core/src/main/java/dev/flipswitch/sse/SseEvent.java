package dev.flipswitch.sse;

/**
 * One dispatched event of a stream.
 *
 * @param type the event's type; {@code message} where the stream names none
 * @param data its data lines, joined by line feeds; never without any
 * @param lastEventId the last event id as of this event; empty if the stream has set none
 * @see <a href="https://html.spec.whatwg.org/multipage/server-sent-events.html#dispatchMessage">WHATWG HTML, section
 *     9.2.6, dispatch the event</a>
 */
public record SseEvent(String type, String data, String lastEventId) {}
