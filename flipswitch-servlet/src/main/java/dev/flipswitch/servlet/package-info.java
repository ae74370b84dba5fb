/**
 * Each request's flags, evaluated for its user when they are first asked for. A filter, which registers itself, puts
 * them where servlets and expressions find them.
 *
 * @see <a href="https://jakarta.ee/specifications/servlet/6.0/jakarta-servlet-spec-6.0">Jakarta Servlet 6.0, section 6,
 *     filtering</a>
 */
@NullMarked
package dev.flipswitch.servlet;

import org.jspecify.annotations.NullMarked;
