/**
 * The domain: projects, their environments, the flags in them, and what changed. It keeps a snapshot of each
 * environment in memory and knows neither HTTP nor SQL; a {@link dev.flipswitch.server.flags.FlagStore} remembers.
 *
 * @see <a href="https://openfeature.dev/specification/glossary#flag-management">OpenFeature glossary, flag
 *     management</a>
 */
@NullMarked
package dev.flipswitch.server.flags;

import org.jspecify.annotations.NullMarked;
