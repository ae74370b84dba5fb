/**
 * How code that must never wait notifies others that may take their time, and the loop that does one thing at a time for many;
 * the provider's threads, and those for writes that may block; how an HTTP exchange is ended. Knows neither streams nor flags.
 *
 * @see <a href="https://docs.oracle.com/en/java/javase/17/docs/api/java.base/java/util/concurrent/Executor.html">The
 *     serial executor in the documentation of Executor, of which a mailbox is a bounded relative</a>
 */
@NullMarked
package dev.flipswitch.dispatch;

import org.jspecify.annotations.NullMarked;
