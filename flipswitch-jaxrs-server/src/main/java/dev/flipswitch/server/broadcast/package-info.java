/**
 * Writes events to many streams: a bounded queue per stream, heartbeats that find the dead, and limits. No stream holds up another.
 * Knows nothing of flags.
 *
 * @see <a href="https://html.spec.whatwg.org/multipage/server-sent-events.html">WHATWG HTML, section 9.2, server-sent
 *     events</a>
 */
@NullMarked
package dev.flipswitch.server.broadcast;

import org.jspecify.annotations.NullMarked;
