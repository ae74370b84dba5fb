/**
 * Flags for applications' tests: values by annotation, changes by a handle, and a flag server that a test scripts. Each test
 * has flags of its own, so that tests may run at the same time.
 *
 * @see <a href="https://junit.org/junit5/docs/current/user-guide/#extensions">JUnit 5, extension model</a>
 */
@NullMarked
package dev.flipswitch.testing;

import org.jspecify.annotations.NullMarked;
