/** The texts of log lines and exceptions, with their numbers. Knows no other package. */
@NullMarked
package dev.flipswitch.cdi.messages;

import org.jspecify.annotations.NullMarked;
