package dev.flipswitch.server.launcher;

import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Takes several slashes before the application's paths for one: a client's base URL may end with a slash. Those further on
 * may belong to a flag's key. Thread-safe.
 */
final class LeadingSlashes extends Handler.Wrapper {

    private final String context;

    /**
     * Goes before the application.
     *
     * @param contextPath {@code /}, or a path without a slash at its end
     */
    LeadingSlashes(Handler application, String contextPath) {
        super(application);
        this.context = contextPath.equals("/") ? "" : contextPath;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        String path = request.getHttpURI().getPath();
        String straight = path == null ? null : straight(path);
        return (straight == null || straight.equals(path))
                ? super.handle(request, response, callback)
                : super.handle(
                        Request.serveAs(
                                request,
                                HttpURI.build(request.getHttpURI())
                                        .path(straight)
                                        .asImmutable()),
                        response,
                        callback);
    }

    private String straight(String path) {
        String below = withoutSlashes(path);
        if (context.isEmpty()) {
            return path.startsWith("//") ? "/" + below : path;
        }
        String absolute = path.startsWith("//") ? "/" + below : path;
        return absolute.startsWith(context + "//")
                ? context + "/" + withoutSlashes(absolute.substring(context.length()))
                : absolute;
    }

    private static String withoutSlashes(String path) {
        int i = 0;
        while (i < path.length() && path.charAt(i) == '/') {
            i++;
        }
        return path.substring(i);
    }
}
