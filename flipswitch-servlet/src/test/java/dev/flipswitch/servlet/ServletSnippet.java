package dev.flipswitch.servlet;

import jakarta.servlet.ServletRequest;

/** Holds the first snippet of {@code docs/servlet.md} word for word. */
final class ServletSnippet {
    private ServletSnippet() {}

    static String run(ServletRequest request) {
        // snippet
        RequestFlags flags = RequestFlags.of(request);
        boolean dark = flags.getBoolean("dark-mode", false);
        int pageSize = flags.getInteger("page-size", 20);
        String json = flags.toJson("dark-mode", "page-size"); // safe inside a <script> element
        // end
        return dark + " " + pageSize + " " + json;
    }
}
