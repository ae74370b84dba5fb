/**
 * Runs the WAR by itself: {@code java -jar flipswitch.war}, or inside another program. These classes lie at the WAR's
 * root, where no container looks, and bring Jetty, Weld and Jersey from {@code META-INF/launcher}.
 *
 * @see <a href="https://jetty.org/docs/jetty/12.1/programming-guide/server/http.html">Jetty, programming guide</a>
 */
@NullMarked
package dev.flipswitch.server.launcher;

import org.jspecify.annotations.NullMarked;
