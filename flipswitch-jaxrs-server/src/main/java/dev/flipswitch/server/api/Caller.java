package dev.flipswitch.server.api;

import dev.flipswitch.server.flags.Environment;
import jakarta.servlet.http.HttpServletRequest;

/**
 * Whose event stream a request asks for. {@link StreamTokenFilter} leaves it in the request. Stateless.
 */
final class Caller {

    private static final String ATTRIBUTE = "dev.flipswitch.server.environment";

    private Caller() {}

    static void is(HttpServletRequest request, Environment environment) {
        request.setAttribute(ATTRIBUTE, environment);
    }

    static Environment environment(HttpServletRequest request) {
        if (request.getAttribute(ATTRIBUTE) instanceof Environment environment) {
            return environment;
        }
        throw new IllegalStateException("a resource that no key is asked for");
    }
}
