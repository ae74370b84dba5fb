/**
 * Where updates come from: the Flipswitch server's event stream, an OFREP server's streams, polling, or one in place of another.
 * Each source gives its {@link dev.flipswitch.update.Update}s to one consumer.
 */
@NullMarked
package dev.flipswitch.update;

import org.jspecify.annotations.NullMarked;
