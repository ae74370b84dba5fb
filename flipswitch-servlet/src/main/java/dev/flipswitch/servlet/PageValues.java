package dev.flipswitch.servlet;

/**
 * A user's values of the public flags.
 *
 * @param json as pages get them
 * @param certain false if the flag server could not be asked, so that others may be newer
 */
record PageValues(String json, boolean certain) {}
