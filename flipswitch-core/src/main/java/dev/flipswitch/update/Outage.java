package dev.flipswitch.update;

import java.util.Set;

/**
 * Why the server can't be heard. Immutable.
 *
 * @param reason in words for a log
 * @param forGood whether nothing is attempted any more until somebody asks to
 * @param absent whether the server has no event stream, so that it must be asked
 */
public record Outage(String reason, boolean forGood, boolean absent) implements Update {
    /** What a server answers that does not know the path. */
    private static final Set<Integer> NO_SUCH_STREAM = Set.of(200, 404, 405, 406, 410, 501);

    /** The server does not answer. */
    static Outage unanswered() {
        return new Outage("the flag server does not answer", false, false);
    }

    /** Whether a status says that there is no event stream. */
    static boolean isAbsent(int httpStatus) {
        return NO_SUCH_STREAM.contains(httpStatus);
    }
}
