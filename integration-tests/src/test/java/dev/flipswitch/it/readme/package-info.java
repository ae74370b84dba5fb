/**
 * The documents' programs, compiled and run, and the test that they are the same text.
 *
 * @see <a href="https://openfeature.dev/docs/reference/sdks/server/java/">OpenFeature's Java SDK</a>
 */
@NullMarked
package dev.flipswitch.it.readme;

import org.jspecify.annotations.NullMarked;
