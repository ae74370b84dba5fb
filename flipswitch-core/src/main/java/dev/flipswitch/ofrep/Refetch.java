package dev.flipswitch.ofrep;

import org.jspecify.annotations.Nullable;

/**
 * What an OFREP event stream says when something has changed. OFREP ADR 0008.
 *
 * @param etag {@code etag}: the configuration's entity tag, or null
 * @param lastModified {@code lastModified}: when the configuration was changed, as the stream spells it, or null
 */
public record Refetch(@Nullable String etag, @Nullable String lastModified) {}
