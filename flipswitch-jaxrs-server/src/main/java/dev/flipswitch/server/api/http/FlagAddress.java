package dev.flipswitch.server.api.http;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;

/**
 * The flag's key in the address of an evaluation, as it was written. A semicolon, which JAX-RS takes for the beginning
 * of parameters, is part of it. So are slashes that a client did not encode. Stateless.
 */
public final class FlagAddress {

    private static final String FLAGS = "evaluate/flags/";

    private FlagAddress() {}

    /** The decoded key; empty if there is none. */
    public static String key(HttpServletRequest request) {
        String uri = request.getRequestURI();
        int begin = uri.indexOf(FLAGS, request.getContextPath().length());
        String raw = begin < 0 ? "" : uri.substring(begin + FLAGS.length());
        try {
            return URLDecoder.decode(raw.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return raw; // a percent sign that encodes nothing
        }
    }
}
