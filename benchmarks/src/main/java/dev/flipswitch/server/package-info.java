/**
 * What the flag server costs, measured from outside, in processes of their own.
 *
 * @see <a href="https://github.com/open-feature/protocol">OpenFeature Remote Evaluation Protocol</a>
 */
@NullMarked
package dev.flipswitch.server;

import org.jspecify.annotations.NullMarked;
