/**
 * Flags by injection and changes by observation. A portable extension brings the beans, so that the dependency is all an
 * application needs.
 *
 * @see <a href="https://jakarta.ee/specifications/cdi/4.0/jakarta-cdi-spec-4.0">Jakarta Contexts and Dependency
 *     Injection 4.0</a>
 */
@NullMarked
package dev.flipswitch.cdi;

import org.jspecify.annotations.NullMarked;
