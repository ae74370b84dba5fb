/**
 * Runs the flag server and the demo shop together. The server comes from its WAR, just as {@code java -jar} would run
 * it; the shop gets a Jetty with Weld.
 *
 * @see <a href="https://jetty.org/docs/jetty/12.1/programming-guide/server/http.html">Embedding Jetty</a>
 */
@NullMarked
package dev.flipswitch.demo;

import org.jspecify.annotations.NullMarked;
