/**
 * The OpenFeature provider for Flipswitch servers and what an application touches of it. Values are cached in-process
 * and dropped the moment the server announces a change.
 *
 * @see <a href="https://openfeature.dev/specification/sections/providers">OpenFeature specification, section 2,
 *     providers</a>
 */
@NullMarked
package dev.flipswitch;

import org.jspecify.annotations.NullMarked;
