package dev.flipswitch.servlet;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An attribute of the evaluation context that a request has. Immutable.
 *
 * @param name the attribute's name
 * @param source where in the request it is
 * @param key the header's or parameter's name; empty for the locale
 */
record RequestAttribute(String name, Source source, String key) {
    static final String EXPECTATION =
            "NAME=header:HEADER, NAME=parameter:PARAMETER or NAME=locale, with commas between";

    private static final Pattern SYNTAX =
            Pattern.compile("([A-Za-z0-9_.-]+)\\s*=\\s*(?:(header|parameter):([!-~&&[^,]]+)|(locale))");
    private static final int LONGEST = 200;

    /** A part of a request. */
    enum Source {
        HEADER,
        PARAMETER,
        LOCALE
    }

    /**
     * Reads the setting of one attribute.
     *
     * @throws IllegalArgumentException if it is none
     */
    static RequestAttribute of(String text) {
        Matcher parts = SYNTAX.matcher(text);
        if (!parts.matches() || parts.group(1).equals("targetingKey")) {
            throw new IllegalArgumentException();
        }
        if (parts.group(4) != null) {
            return new RequestAttribute(parts.group(1), Source.LOCALE, "");
        }
        Source source = parts.group(2).equals("header") ? Source.HEADER : Source.PARAMETER;
        return new RequestAttribute(parts.group(1), source, parts.group(3));
    }

    /** The request's value; nothing if it has none, or one that is too long or holds control characters. */
    Optional<String> in(HttpServletRequest request) {
        return Optional.ofNullable(
                        switch (source) {
                            case HEADER -> request.getHeader(key);
                            case PARAMETER -> request.getParameter(key);
                            case LOCALE -> request.getLocale().toLanguageTag();
                        })
                .filter(value -> value.length() <= LONGEST && value.chars().noneMatch(Character::isISOControl));
    }
}
