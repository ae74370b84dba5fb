/**
 * What Jakarta Concurrency finds by itself, where it is there; nothing else of this module refers to that. And what concerns its
 * threads.
 *
 * @see <a href="https://jakarta.ee/specifications/concurrency/3.0/jakarta-concurrency-spec-3.0">Jakarta Concurrency 3.0</a>
 */
@NullMarked
package dev.flipswitch.cdi.concurrent;

import org.jspecify.annotations.NullMarked;
