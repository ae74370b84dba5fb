package dev.flipswitch.servlet;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A part of the application that is there only for whom a flag is on. Immutable.
 *
 * @param path the path, or the beginning of paths
 * @param prefix whether all below the path is meant, too
 * @param flag the flag's key
 * @param status what the others get
 * @param location where the others are sent, in place of a status; empty for nowhere
 */
record PathGate(String path, boolean prefix, String flag, int status, String location) {
    static final String EXPECTATION =
            "PATH=FLAG, PATH=FLAG else STATUS (400 to 599) or PATH=FLAG else LOCATION (/path or"
                    + " an http or https URL, not behind the same gate), with commas between them, where PATH is as in /beta or"
                    + " /beta/*";

    private static final Pattern SYNTAX = Pattern.compile(
            "(/[^\\s=,]*?)(/\\*)?\\s*=\\s*([^\\s=,]+)(?:\\s+else\\s+(?:([45]\\d\\d)|(/.*|https?://.+)))?");
    private static final int NOT_FOUND = 404;

    /**
     * Reads the setting of one gate.
     *
     * @throws IllegalArgumentException if it is none
     */
    static PathGate of(String text) {
        Matcher parts = SYNTAX.matcher(text.startsWith("/*") ? "/" + text : text);
        if (!parts.matches() || parts.group(1).contains("*")) {
            throw new IllegalArgumentException();
        }
        boolean prefix = parts.group(2) != null;
        int status = parts.group(4) == null ? NOT_FOUND : Integer.parseInt(parts.group(4));
        String location = parts.group(5) == null ? "" : parts.group(5);
        PathGate gate = new PathGate(RequestPaths.canonical(parts.group(1)), prefix, parts.group(3), status, location);
        if (location.startsWith("/") && gate.matches(RequestPaths.canonical(location.replaceAll("[?#].*", "")))) {
            throw new IllegalArgumentException();
        }
        return gate;
    }

    /** Whether a canonical path is behind this gate. */
    boolean matches(String canonical) {
        return canonical.equals(path) || (prefix ? isAbove(canonical) : isIndexOf(canonical));
    }

    private boolean isAbove(String canonical) {
        return path.equals("/") || canonical.startsWith(path + "/");
    }

    /** A container may answer with a folder's index file without telling filters. */
    private boolean isIndexOf(String folder) {
        int name = path.lastIndexOf('/') + 1;
        return path.startsWith("index.", name) && folder.equals(RequestPaths.canonical(path.substring(0, name)));
    }
}
