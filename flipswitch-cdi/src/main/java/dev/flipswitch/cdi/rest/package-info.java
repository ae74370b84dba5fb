/**
 * What JAX-RS finds by itself, where it is there. Nothing else of this module refers to it.
 *
 * @see <a href="https://jakarta.ee/specifications/restful-ws/3.1/jakarta-restful-ws-spec-3.1">Jakarta RESTful Web Services
 *     3.1</a>
 */
@NullMarked
package dev.flipswitch.cdi.rest;

import org.jspecify.annotations.NullMarked;
