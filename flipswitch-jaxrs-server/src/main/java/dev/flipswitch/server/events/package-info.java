/**
 * Delivers changes to event streams: one broadcaster per environment, a bounded queue per stream, and heartbeats that
 * find the dead. No stream can hold up another, nor whoever made the change.
 *
 * @see <a href="https://html.spec.whatwg.org/multipage/server-sent-events.html">WHATWG HTML, section 9.2, server-sent
 *     events</a>
 */
@NullMarked
package dev.flipswitch.server.events;

import org.jspecify.annotations.NullMarked;
