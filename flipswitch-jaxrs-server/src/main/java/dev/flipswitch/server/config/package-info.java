/**
 * The server's settings and the texts of its messages; types of the JDK only, because the launcher reads them before
 * there is a web application. A setting is a system property or an environment variable.
 *
 * @see <a href="https://docs.oracle.com/en/java/javase/17/docs/api/java.base/java/lang/System.Logger.html">System.Logger,
 *     where the messages go</a>
 */
@NullMarked
package dev.flipswitch.server.config;

import org.jspecify.annotations.NullMarked;
