/**
 * What is known of flags, and how fresh it is. Invalidation is a stamp raised in constant time; a value fetched before
 * it is never taken for fresh, even if its fetch was still under way.
 *
 * @see <a href="https://github.com/ben-manes/caffeine/wiki">Caffeine, which bounds what is kept</a>
 */
@NullMarked
package dev.flipswitch.cache;

import org.jspecify.annotations.NullMarked;
