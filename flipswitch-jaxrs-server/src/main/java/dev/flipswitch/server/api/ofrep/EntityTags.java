package dev.flipswitch.server.api.ofrep;

import dev.flipswitch.server.flags.Environment;
import dev.flipswitch.server.flags.Snapshot;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.Enumeration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Entity tags of bulk evaluations: equal if and only if environment, its state, the address of its event stream and the
 * context are. Stateless.
 */
final class EntityTags {

    /** The hash is as long as any SHA-256 in Base64 is. */
    private static final Pattern KNOWN =
            Pattern.compile("(?:W/)?\"([A-Za-z0-9_-]{43})(?:[-;:.+]+[A-Za-z0-9-]{1,16})?\"");

    private EntityTags() {}

    static String of(Environment environment, Snapshot snapshot, String stream, EvaluationContext context) {
        String state = environment.id() + "/" + snapshot.lastEventId() + "/" + snapshot.changedAt() + "/"
                + String.join(",", snapshot.damaged().keySet()) + "/" + stream + "/";
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256")
                    .digest((state + context.canonical()).getBytes(StandardCharsets.UTF_8));
            return '"' + Base64.getUrlEncoder().withoutPadding().encodeToString(hash) + '"';
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /**
     * Whether the client has this already. Proxies that compress mark a tag as weak, or by a suffix such as {@code -gzip}.
     */
    static boolean matches(Enumeration<String> ifNoneMatch, String tag) {
        String hash = tag.substring(1, tag.length() - 1);
        return Collections.list(ifNoneMatch).stream()
                .flatMap(header -> Arrays.stream(header.split(",", -1)))
                .map(String::strip)
                .anyMatch(known -> known.equals("*") || isOf(hash, known));
    }

    private static boolean isOf(String hash, String known) {
        Matcher parts = KNOWN.matcher(known);
        return parts.matches() && parts.group(1).equals(hash);
    }
}
