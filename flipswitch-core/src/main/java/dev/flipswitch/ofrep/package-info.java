/**
 * Remote evaluation over HTTP: what is asked, what the server answered, and the translation between JSON and
 * OpenFeature's values. Nothing here remembers anything.
 *
 * @see <a href="https://github.com/open-feature/protocol">OpenFeature Remote Evaluation Protocol</a>
 */
@NullMarked
package dev.flipswitch.ofrep;

import org.jspecify.annotations.NullMarked;
