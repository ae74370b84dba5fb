/**
 * Who may do what: API keys of environments and the admin token, known only by their hashes, and the headers that keep
 * browsers safe. Secrets appear in no log, exception or page.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6750">RFC 6750, bearer tokens</a>
 */
@NullMarked
package dev.flipswitch.server.security;

import org.jspecify.annotations.NullMarked;
