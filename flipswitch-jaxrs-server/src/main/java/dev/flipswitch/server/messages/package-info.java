/** The texts of log lines and errors, with their numbers. No text holds a credential. */
@NullMarked
package dev.flipswitch.server.messages;

import org.jspecify.annotations.NullMarked;
