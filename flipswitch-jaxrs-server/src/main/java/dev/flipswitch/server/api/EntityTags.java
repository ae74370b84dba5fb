package dev.flipswitch.server.api;

import dev.flipswitch.server.flags.Environment;
import dev.flipswitch.server.flags.Snapshot;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Entity tags of bulk evaluations: equal if and only if environment, its state, the address of its event stream and the
 * context are. Stateless.
 */
final class EntityTags {

    private EntityTags() {}

    static String of(Environment environment, Snapshot snapshot, String stream, EvaluationContext context) {
        String state =
                environment.id() + "/" + snapshot.lastEventId() + "/" + snapshot.changedAt() + "/" + stream + "/";
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256")
                    .digest((state + context.canonical()).getBytes(StandardCharsets.UTF_8));
            return '"' + Base64.getUrlEncoder().withoutPadding().encodeToString(hash) + '"';
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** Whether the client has this already; proxies that compress make a tag weak. */
    static boolean matches(@Nullable String ifNoneMatch, String tag) {
        return ifNoneMatch != null
                && Arrays.stream(ifNoneMatch.split(",", -1))
                        .map(String::strip)
                        .anyMatch(known -> known.equals(tag) || known.equals("W/" + tag));
    }
}
