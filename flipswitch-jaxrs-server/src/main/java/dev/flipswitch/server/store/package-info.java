/**
 * The flag store on JDBC: H2 in a file, PostgreSQL, or a container's data source to one of these, migrated when it is
 * opened. Only this package sees SQL.
 *
 * @see <a href="https://www.h2database.com/html/features.html">H2, features</a>
 */
@NullMarked
package dev.flipswitch.server.store;

import org.jspecify.annotations.NullMarked;
