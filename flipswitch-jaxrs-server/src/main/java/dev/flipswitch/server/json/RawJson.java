package dev.flipswitch.server.json;

/**
 * JSON that has been written before, which {@link JsonWriter} takes over as it stands. Immutable.
 *
 * @param json one value
 */
public record RawJson(String json) {}
