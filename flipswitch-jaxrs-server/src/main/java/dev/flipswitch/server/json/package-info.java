/**
 * JSON as values of the JDK: maps, lists, strings, numbers, booleans and null. Only this package sees Jakarta JSON
 * Processing, and nobody relies on what a runtime's own binding would do.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8259">RFC 8259, the JSON data interchange format</a>
 */
@NullMarked
package dev.flipswitch.server.json;

import org.jspecify.annotations.NullMarked;
