package dev.flipswitch.server.json;

/**
 * JSON that has been written before, which {@link JsonWriting} takes over as it stands. Immutable.
 *
 * @param json one value
 */
public record JsonText(String json) {}
