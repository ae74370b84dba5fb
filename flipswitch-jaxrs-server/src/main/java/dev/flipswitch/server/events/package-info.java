/** Decides which stream hears of which change, and what a client that comes back has missed. */
@NullMarked
package dev.flipswitch.server.events;

import org.jspecify.annotations.NullMarked;
