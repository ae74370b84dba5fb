package dev.flipswitch.server.flags;

/**
 * An environment of a project. Immutable.
 *
 * @param id what the store knows it by
 * @param project the key of its project
 * @param key its key, unique in the project
 * @param name its name for people
 */
public record Environment(long id, String project, String key, String name) {}
