/** The cache file, which lets the last known values survive a restart while the server is down. */
@NullMarked
package dev.flipswitch.persistence;

import org.jspecify.annotations.NullMarked;
