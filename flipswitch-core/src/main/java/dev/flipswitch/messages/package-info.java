/** The texts of log lines and exceptions, with their numbers. No text holds a credential. Knows no other package. */
@NullMarked
package dev.flipswitch.messages;

import org.jspecify.annotations.NullMarked;
