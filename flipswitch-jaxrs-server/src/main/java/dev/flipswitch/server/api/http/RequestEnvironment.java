package dev.flipswitch.server.api.http;

import dev.flipswitch.server.flags.Environment;
import jakarta.servlet.http.HttpServletRequest;

/**
 * Whose event stream a request asks for. The filter of stream tokens leaves it in the request. Stateless.
 */
public final class RequestEnvironment {

    private static final String ATTRIBUTE = "dev.flipswitch.server.environment";

    private RequestEnvironment() {}

    public static void is(HttpServletRequest request, Environment environment) {
        request.setAttribute(ATTRIBUTE, environment);
    }

    public static Environment environment(HttpServletRequest request) {
        if (request.getAttribute(ATTRIBUTE) instanceof Environment environment) {
            return environment;
        }
        throw new IllegalStateException("a resource that no key is asked for");
    }
}
