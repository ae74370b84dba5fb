package dev.flipswitch.server.api.admin;

import dev.flipswitch.rules.FlagConfiguration;
import dev.flipswitch.rules.FlagDefinition;
import dev.flipswitch.rules.InvalidFlagException;
import dev.flipswitch.rules.Rollout;
import dev.flipswitch.rules.Segment;
import dev.flipswitch.server.api.http.RequestBody;
import dev.flipswitch.server.flags.Environment;
import dev.flipswitch.server.flags.Flag;
import dev.flipswitch.server.flags.StoredSegment;
import dev.flipswitch.server.json.JsonWriter;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Keeps what GET shows short enough to be PUT back as it is. It says more than a PUT has to: a flag in an environment is
 * shown with its definition, and with what it serves. Stateless.
 */
final class ReadBack {

    /** As long as any. */
    private static final Instant SOME_TIME = Instant.parse("2026-01-31T10:15:00.123456789Z");

    private ReadBack() {}

    /**
     * Lets a flag in an environment pass, on or off, whatever its version.
     *
     * @throws RequestBody.TooLongException if it could not be PUT back
     */
    static FlagConfiguration checked(FlagConfiguration flag) {
        FlagConfiguration longest = flag.withVersion(Long.MAX_VALUE);
        check(AdminJson.flag(new Flag(longest.withEnabled(true), SOME_TIME)));
        check(AdminJson.flag(new Flag(longest.withEnabled(false), SOME_TIME)));
        return flag;
    }

    /** Lets a definition pass, and the flag in each environment with it. */
    static void check(FlagDefinition wanted, Map<Environment, Flag> before) {
        Map<Environment, Flag> enabled = new LinkedHashMap<>();
        before.forEach((environment, flag) -> {
            FlagConfiguration after = checked(redefined(flag.configuration(), wanted));
            enabled.put(environment, new Flag(after.withEnabled(true), SOME_TIME));
        });
        check(enabled.isEmpty() ? AdminJson.flag(new Flag(bare(wanted), SOME_TIME)) : AdminJson.definition(enabled));
    }

    static Segment checked(Segment segment) {
        check(AdminJson.segment(
                new StoredSegment(new Segment(segment.key(), segment.groups(), Long.MAX_VALUE), SOME_TIME)));
        return segment;
    }

    /** Without what does not fit any more, which is refused or left out. */
    private static FlagConfiguration redefined(FlagConfiguration flag, FlagDefinition wanted) {
        try {
            return flag.redefined(wanted);
        } catch (InvalidFlagException e) {
            return bare(wanted);
        }
    }

    private static FlagConfiguration bare(FlagDefinition wanted) {
        return new FlagConfiguration(wanted, true, Rollout.NONE, Long.MAX_VALUE);
    }

    private static void check(Map<String, Object> shown) {
        int length = JsonWriter.bytes(shown).length;
        if (length > RequestBody.MAX_BYTES) {
            throw new RequestBody.TooLongException(
                    "With this change GET would show " + length + " bytes, but PUT accepts at most "
                            + RequestBody.MAX_BYTES + "; make the flag or the segment smaller.");
        }
    }
}
