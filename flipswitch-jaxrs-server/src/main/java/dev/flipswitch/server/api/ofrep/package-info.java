/**
 * Remote evaluation.
 *
 * @see <a href="https://github.com/open-feature/protocol">OpenFeature Remote Evaluation Protocol</a>
 */
@NullMarked
package dev.flipswitch.server.api.ofrep;

import org.jspecify.annotations.NullMarked;
