/** How clients open event streams: who may, how many, and the servlet that keeps them open. */
@NullMarked
package dev.flipswitch.server.api.stream;

import org.jspecify.annotations.NullMarked;
