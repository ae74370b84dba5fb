/** The management API and the dashboard's event stream: requests with an admin token. */
@NullMarked
package dev.flipswitch.server.api.admin;

import org.jspecify.annotations.NullMarked;
