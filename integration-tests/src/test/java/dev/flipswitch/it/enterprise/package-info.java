/** An application as companies write it, small: EJBs, timers, messages, batch, a database, a session, a page of Faces, a WebSocket. */
@NullMarked
package dev.flipswitch.it.enterprise;

import org.jspecify.annotations.NullMarked;
