/** What all protocols share: bodies and their bounds, errors as JSON, and the check of API keys. */
@NullMarked
package dev.flipswitch.server.api.http;

import org.jspecify.annotations.NullMarked;
