/**
 * All modules together, seen from outside: the demo and the server as processes, real clients, a real browser.
 *
 * @see <a href="https://jakarta.ee/specifications/platform/10/">Jakarta EE Platform 10</a>
 */
@NullMarked
package dev.flipswitch.it;

import org.jspecify.annotations.NullMarked;
