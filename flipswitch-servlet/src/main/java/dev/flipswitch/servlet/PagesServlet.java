package dev.flipswitch.servlet;

import dev.openfeature.sdk.EvaluationContext;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Answers open pages: the public flags' values for the request's user, the stream of these as they change, and the script
 * that a page imports. Thread-safe.
 */
final class PagesServlet extends HttpServlet {
    static final String FLAGS = "/flipswitch/flags";
    static final String EVENTS = "/flipswitch/events";
    static final String MODULE = "/flipswitch/flags.js";

    /** The user's name for pages: those with the same one share a stream. */
    private static final String USER = "X-Flipswitch-User";

    private static final long serialVersionUID = 1L;

    private static final int HASH_LENGTH = 22;
    private static final Pattern KNOWN_TAG =
            Pattern.compile("(?:W/)?\"([A-Za-z0-9_-]{" + HASH_LENGTH + "})(?:[-;:.+]+[A-Za-z0-9-]{1,16})?\"");

    private final transient FlipswitchWebContext application;
    private final transient PageStreams streams;
    private final List<String> publicFlags;
    private final byte[] module;

    PagesServlet(FlipswitchWebContext application, List<String> publicFlags, PageStreams streams) {
        this.application = application;
        this.streams = streams;
        this.publicFlags = publicFlags;
        this.module = read("flags.js");
    }

    private static byte[] read(String resource) {
        try (InputStream in = PagesServlet.class.getResourceAsStream(resource)) {
            return Objects.requireNonNull(in, resource).readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setHeader("X-Content-Type-Options", "nosniff");
        if (request.getServletPath().equals(MODULE)) {
            CacheControl.restrict(response, "no-cache");
            send("text/javascript;charset=UTF-8", module, "", request, response);
            return;
        }
        EvaluatedFlags flags = application.flags(request);
        flags.context().enter(request, response); // where the filter is not mapped to this path
        try {
            if (request.getServletPath().equals(EVENTS)) {
                events(flags, request, response);
            } else {
                flags(flags, request, response);
            }
        } finally {
            flags.context().leave(request);
        }
    }

    private void flags(EvaluatedFlags flags, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        String name = streams.names().of(flags.user()); // may set the visitor's cookie
        byte[] json = flags.pageValues(publicFlags).json().getBytes(StandardCharsets.UTF_8);
        CacheControl.restrict(response, "private", "no-cache");
        response.setHeader(USER, name);
        send("application/json", json, name, request, response);
    }

    private void events(EvaluatedFlags flags, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        response.setContentType("text/event-stream;charset=UTF-8");
        EvaluationContext user = flags.user(); // may set the visitor's cookie
        response.setHeader("Cache-Control", "no-store, no-transform"); // compression would hold events back, too
        response.setHeader("X-Accel-Buffering", "no"); // nginx would hold events back
        if (!request.getMethod().equals("HEAD")) { // its answer ends with the head
            streams.open(request, response, user, application.peers().address(request));
        }
    }

    /** @param variant distinguishes answers with the same body */
    private static void send(
            String type, byte[] body, String variant, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        String tag = entityTag(body, variant);
        response.setHeader("ETag", tag);
        if (isKnown(tag, request.getHeaders("If-None-Match"))) {
            response.setStatus(HttpServletResponse.SC_NOT_MODIFIED);
            return;
        }
        response.setContentType(type);
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }

    /**
     * Whether the page has this already. Proxies that compress mark a tag as weak, or by a suffix such as {@code -gzip}. RFC
     * 9110, section 13.1.2.
     */
    private static boolean isKnown(String tag, Enumeration<String> ifNoneMatch) {
        String hash = tag.substring(1, tag.length() - 1);
        return Collections.list(ifNoneMatch).stream()
                .flatMap(header -> Stream.of(header.split(",", -1)))
                .map(String::strip)
                .anyMatch(known -> known.equals("*") || isOf(hash, known));
    }

    private static boolean isOf(String hash, String known) {
        Matcher parts = KNOWN_TAG.matcher(known);
        return parts.matches() && parts.group(1).equals(hash);
    }

    private static String entityTag(byte[] body, String variant) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(variant.getBytes(StandardCharsets.UTF_8));
            return '"'
                    + Base64.getUrlEncoder()
                            .withoutPadding()
                            .encodeToString(digest.digest(body))
                            .substring(0, HASH_LENGTH)
                    + '"';
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }
}
