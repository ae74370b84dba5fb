/** Flags without a server: from the application's code, or from a file, system properties or environment variables. */
@NullMarked
package dev.flipswitch.offline;

import org.jspecify.annotations.NullMarked;
