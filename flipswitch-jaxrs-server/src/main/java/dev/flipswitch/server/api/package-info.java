/**
 * The server's HTTP resources: OFREP evaluation, the event stream and the management calls. They translate between
 * JSON and the domain and decide nothing else; every error has a JSON body.
 *
 * @see <a href="https://openfeature.dev/docs/reference/other-technologies/ofrep/">OpenFeature Remote Evaluation
 *     Protocol</a>
 */
@NullMarked
package dev.flipswitch.server.api;

import org.jspecify.annotations.NullMarked;
