package dev.flipswitch.messages;

import java.net.URI;

/** What may be shown of a URL: neither who asks nor a query, either of which may be a secret. Stateless. */
public final class ShownUrl {
    private static final String HIDDEN = "***";

    private ShownUrl() {}

    /**
     * A URL without user information, query and fragment.
     *
     * @param uri an absolute URL; {@linkplain #masked masked} if it has no host
     * @return scheme, host, port if it names one, and path
     */
    public static String of(URI uri) {
        return uri.getHost() == null ? masked(uri.toString()) : origin(uri) + uri.getRawPath();
    }

    /**
     * A URL's origin, for one that somebody else made, whose path may be a secret, too.
     *
     * @param uri an absolute URL; {@linkplain #masked masked} if it has no host
     * @return scheme, host, and port if it names one
     */
    public static String origin(URI uri) {
        if (uri.getHost() == null) {
            return masked(uri.toString());
        }
        return uri.getScheme() + "://" + uri.getHost() + (uri.getPort() < 0 ? "" : ":" + uri.getPort());
    }

    /**
     * What is no URL, or none that can be used, without what may be a secret in it.
     *
     * @param text what somebody gave for a URL
     * @return the text with {@code ***} in place of user information, query and fragment. Only {@code ***} where nobody
     *     can know what is what, or where the text may be a key in the wrong place
     */
    public static String masked(String text) {
        String scheme =
                text.matches("(?s)[a-zA-Z][a-zA-Z0-9+.-]*://.*") ? text.substring(0, text.indexOf("//") + 2) : "";
        String rest = text.substring(scheme.length());
        int end = rest.split("[?#]", 2)[0].length();
        String head = rest.substring(0, end);
        String tail = rest.substring(end);
        boolean bareWord = scheme.isEmpty() && !head.matches("(?s).*[.:/\\s].*|localhost|");
        if (tail.contains("@") || bareWord) { // a password may hold a question mark
            return scheme + HIDDEN;
        }
        int user = head.lastIndexOf('@');
        String shown = user < 0 ? head : HIDDEN + head.substring(user);
        return scheme + shown + (tail.isEmpty() ? "" : tail.charAt(0) + HIDDEN);
    }
}
