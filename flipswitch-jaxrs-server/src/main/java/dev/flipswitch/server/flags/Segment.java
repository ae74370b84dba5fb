package dev.flipswitch.server.flags;

import java.time.Instant;

/**
 * A segment of an environment's users, which targeting rules refer to. Immutable.
 *
 * @param key its key, unique in the environment
 * @param definition who belongs to it, in JSON
 * @param version rises with each change
 * @param updatedAt when it last changed
 */
public record Segment(String key, String definition, long version, Instant updatedAt) {}
