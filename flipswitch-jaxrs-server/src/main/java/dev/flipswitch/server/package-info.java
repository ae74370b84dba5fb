/**
 * The flag server put together: its parts are built when the web application starts and ended when it stops. Nothing
 * here decides anything about flags.
 *
 * @see <a href="https://jakarta.ee/specifications/cdi/4.0/">Jakarta Contexts and Dependency Injection 4.0</a>
 */
@NullMarked
package dev.flipswitch.server;

import org.jspecify.annotations.NullMarked;
