/**
 * Injects each request's flags where there is CDI. Nothing else in this module needs it, and without it nothing here is
 * loaded.
 *
 * @see <a href="https://jakarta.ee/specifications/cdi/4.0/jakarta-cdi-spec-4.0#spi_full">CDI 4.0, section 20, portable
 *     extensions</a>
 */
@NullMarked
package dev.flipswitch.servlet.cdi;

import org.jspecify.annotations.NullMarked;
