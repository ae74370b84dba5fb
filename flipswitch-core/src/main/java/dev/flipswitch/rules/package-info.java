/**
 * Flag definitions and their evaluation: immutable data and pure functions, no I/O and no JSON. The flag server
 * evaluates with them, and so can anything else that holds a definition.
 *
 * @see <a href="https://openfeature.dev/specification/types/#resolution-reason">OpenFeature specification, resolution
 *     reasons</a>
 */
@NullMarked
package dev.flipswitch.rules;

import org.jspecify.annotations.NullMarked;
