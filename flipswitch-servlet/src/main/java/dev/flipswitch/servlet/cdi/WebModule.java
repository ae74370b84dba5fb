package dev.flipswitch.servlet.cdi;

import java.net.URL;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The web module that brings a class; there may be several in an enterprise application.
 *
 * @param name its file's or folder's name; empty for a class from outside of web modules
 */
record WebModule(String name) {
    private static final Pattern LOCATION = Pattern.compile("([^/]*)/WEB-INF/");

    static WebModule of(Class<?> type) {
        URL location = type.getResource(type.getSimpleName() + ".class");
        Matcher module = LOCATION.matcher(String.valueOf(location));
        return new WebModule(module.find() ? module.group(1) : "");
    }

    boolean isOutside() {
        return name.isEmpty();
    }

    /** A bean's identifier, which no other module's bean has: containers share these in an enterprise application. */
    String unique(String id) {
        return name.isEmpty() ? id : id + "@" + name;
    }
}
