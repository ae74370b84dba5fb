/**
 * What operators look at: health, metrics, the ids of requests, and errors that no resource answered. Nothing here
 * knows what a flag is worth; labels of metrics are bounded, so that no request can make up new ones.
 *
 * @see <a href="https://prometheus.io/docs/instrumenting/exposition_formats/">Prometheus' text format</a>
 */
@NullMarked
package dev.flipswitch.server.operations;

import org.jspecify.annotations.NullMarked;
