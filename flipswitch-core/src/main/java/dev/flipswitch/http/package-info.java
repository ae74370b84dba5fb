/** What event streams and evaluations share of HTTP: where a redirect leads, and what may be shown of a URL or a failure. Knows neither streams nor flags. */
@NullMarked
package dev.flipswitch.http;

import org.jspecify.annotations.NullMarked;
