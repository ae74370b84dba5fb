/** The JAX-RS applications, which put the protocols' resources together. */
@NullMarked
package dev.flipswitch.server.api;

import org.jspecify.annotations.NullMarked;
