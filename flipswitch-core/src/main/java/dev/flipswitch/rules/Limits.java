package dev.flipswitch.rules;

/** How much is too much. */
final class Limits {

    /** Of a variant's value, or of a condition's string. */
    static final int VALUE_BYTES = 64 * 1024;

    /** Of a structure's levels, in a value as in a context. */
    static final int DEPTH = 64;

    static final int NAME_LENGTH = 200;
    static final int DESCRIPTION_LENGTH = 2_000;
    static final int TAGS = 100;
    static final int RULES_PER_FLAG = 1_000;
    static final int CONDITIONS_PER_GROUP = 100;
    static final int GROUPS_PER_SEGMENT = 1_000;
    static final int VALUES_PER_CONDITION = 10_000;
    static final int FLAGS = 10_000;
    static final int SEGMENTS = 10_000;

    /** How deep segments may refer to one another. */
    static final int SEGMENT_LEVELS = 100;

    private Limits() {}

    static void check(String field, int size, int limit, String what) {
        if (size > limit) {
            throw new InvalidFlagException(field, "must have at most " + limit + " " + what + ", not " + size);
        }
    }
}
