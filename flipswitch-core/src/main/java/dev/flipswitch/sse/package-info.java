/**
 * A client for server-sent events that knows nothing of flags: it reads a stream, finds out when it is dead and opens
 * it again. Everything that happens goes to {@link dev.flipswitch.sse.SseListener}s.
 *
 * @see <a href="https://html.spec.whatwg.org/multipage/server-sent-events.html">WHATWG HTML, section 9.2</a>
 */
@NullMarked
package dev.flipswitch.sse;

import org.jspecify.annotations.NullMarked;
