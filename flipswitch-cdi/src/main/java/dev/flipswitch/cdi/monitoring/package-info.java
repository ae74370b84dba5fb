/**
 * Health and metrics of an application's flags, where the container or the application has an API for them. Each bean needs
 * an API that may be missing, so {@link dev.flipswitch.cdi.monitoring.Monitoring} alone is named elsewhere.
 *
 * @see <a href="https://download.eclipse.org/microprofile/microprofile-health-4.0.1/microprofile-health-spec-4.0.1.html">
 *     MicroProfile Health 4.0</a>
 */
@NullMarked
package dev.flipswitch.cdi.monitoring;

import org.jspecify.annotations.NullMarked;
