/**
 * The flag store on JDBC: an embedded H2 database in a file, migrated when it is opened. Only this package sees SQL.
 *
 * @see <a href="https://www.h2database.com/html/features.html">H2, features</a>
 */
@NullMarked
package dev.flipswitch.server.store;

import org.jspecify.annotations.NullMarked;
