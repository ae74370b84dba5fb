package dev.flipswitch.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.IDN;
import java.net.URI;
import java.net.URLDecoder;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Resolves where a redirect leads as browsers do, for http and https. {@link URI#resolve} follows RFC 2396, to which {@code ?x=1}
 * has no file name, an empty reference is a folder, and a space or a backslash is an error. Stateless.
 *
 * @see <a href="https://url.spec.whatwg.org/#concept-basic-url-parser">URL standard, section 4.4, URL parsing</a>
 */
public final class Location {
    private static final Pattern SCHEME = Pattern.compile("(?i)([a-z][a-z0-9+.-]*):(.*)");

    /** The parts after the scheme: an authority, a path, a query. */
    private static final Pattern PARTS = Pattern.compile("(?:[/\\\\]{2}([^/\\\\?]*))?([^?]*)(?:\\?(.*))?");

    private static final Pattern AUTHORITY = Pattern.compile("(?:.*@)?(\\[[0-9a-fA-F:.]+]|[^:@]*)(?::([0-9]*))?");

    private static final String NOT_IN_A_PATH = " \"<>`{}^|[]";
    private static final String NOT_IN_A_QUERY = " \"<>'`{}^|[]\\";

    private Location() {}

    /**
     * Resolves a reference.
     *
     * @param base what was asked
     * @param location what the header says
     * @return the URL without its fragment; null if there is none, or of another scheme
     */
    public static @Nullable URI resolve(URI base, String location) {
        try {
            String text = withoutFragment(new String(location.getBytes(ISO_8859_1), UTF_8)
                    .replaceAll("^[\\x00- ]+|[\\x00- ]+$|[\\t\\r\\n]", ""));
            Matcher absolute = SCHEME.matcher(text);
            if (!absolute.matches()) {
                return relative(base, base.getScheme().toLowerCase(Locale.ROOT), text);
            }
            String scheme = absolute.group(1).toLowerCase(Locale.ROOT);
            if (!scheme.equals("http") && !scheme.equals("https")) {
                return null;
            }
            String rest = absolute.group(2);
            boolean ofBase = scheme.equalsIgnoreCase(base.getScheme()) && !rest.matches("[/\\\\].*");
            return relative(base, scheme, ofBase ? rest : "//" + rest.replaceFirst("^[/\\\\]*", ""));
        } catch (IllegalArgumentException e) { // a host or a port that is none
            return null;
        }
    }

    /**
     * Whether two URLs have scheme, host and port in common, so that what is meant for one may go to the other.
     *
     * @param one a URL with a scheme
     * @param other another
     * @return true if they do
     */
    public static boolean isSameOrigin(URI one, URI other) {
        return origin(one).equals(origin(other));
    }

    private static String origin(URI uri) {
        String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
        int standard = scheme.equals("https") ? 443 : 80;
        int port = uri.getPort() < 0 ? standard : uri.getPort();
        return scheme + "://" + String.valueOf(uri.getHost()).toLowerCase(Locale.ROOT) + ":" + port;
    }

    private static String withoutFragment(String text) {
        int fragment = text.indexOf('#');
        return fragment < 0 ? text : text.substring(0, fragment);
    }

    private static @Nullable URI relative(URI base, String scheme, String text) {
        String reference = text.replaceFirst("^[/\\\\]{2,}", "//"); // a host is never empty
        Matcher parts = PARTS.matcher(reference);
        if (!parts.matches()) {
            return null;
        }
        String authority = parts.group(1) == null ? base.getRawAuthority() : authority(parts.group(1));
        String path = parts.group(2).replace('\\', '/');
        String query = parts.group(3);
        if (parts.group(1) == null && path.isEmpty()) {
            path = base.getRawPath();
            query = query == null ? base.getRawQuery() : query;
        } else if (parts.group(1) == null && !path.startsWith("/")) {
            path = base.getRawPath().replaceFirst("[^/]*$", "") + path;
        }
        String encodedQuery = query == null ? "" : "?" + encoded(query, NOT_IN_A_QUERY);
        URI to = URI.create(scheme + "://" + authority + encoded(withoutDots(path), NOT_IN_A_PATH) + encodedQuery);
        return to.getHost() == null ? null : to;
    }

    /** A host and a port; credentials are left out, as the JDK sends none. */
    private static String authority(String text) {
        Matcher parts = AUTHORITY.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException("no host");
        }
        String host = parts.group(1);
        String ascii = host.startsWith("[") ? host : IDN.toASCII(decoded(host)).toLowerCase(Locale.ROOT);
        String port = parts.group(2);
        return port == null || port.isEmpty() ? ascii : ascii + ":" + port;
    }

    private static String decoded(String host) {
        return host.contains("%") ? URLDecoder.decode(host.replace("+", "%2B"), UTF_8) : host;
    }

    private static String withoutDots(String path) {
        List<String> kept = new ArrayList<>();
        String[] segments = (path.startsWith("/") ? path.substring(1) : path).split("/", -1);
        for (int i = 0; i < segments.length; i++) {
            String plain = segments[i].replaceAll("(?i)%2e", ".");
            boolean last = i == segments.length - 1;
            if (plain.equals("..") && !kept.isEmpty()) {
                kept.remove(kept.size() - 1);
            }
            if (!plain.equals(".") && !plain.equals("..")) {
                kept.add(segments[i]);
            } else if (last) {
                kept.add("");
            }
        }
        return "/" + String.join("/", kept);
    }

    /** With each byte escaped that can't be in a URL, and a percent sign that escapes nothing. */
    private static String encoded(String text, String forbidden) {
        StringBuilder result = new StringBuilder();
        for (byte octet : text.replaceAll("%(?![0-9a-fA-F]{2})", "%25").getBytes(UTF_8)) {
            if (octet > ' ' && octet < 0x7F && forbidden.indexOf(octet) < 0) {
                result.append((char) octet);
            } else {
                result.append(String.format("%%%02X", octet));
            }
        }
        return result.toString();
    }
}
