package dev.flipswitch.server.launcher;

import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.URIUtil;

/**
 * Takes several slashes before the application's paths for one: a client's base URL may end with a slash. Those further on
 * may belong to a flag's key. Thread-safe.
 */
final class LeadingSlashes extends Handler.Wrapper {

    private final String root;

    /**
     * Goes before the application.
     *
     * @param contextPath {@code /}, or a path without a slash at its end
     */
    LeadingSlashes(Handler application, String contextPath) {
        super(application);
        this.root = root(contextPath);
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        String path = request.getHttpURI().getPath();
        String straight = path == null ? null : straightAll(path, root);
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

    /** What goes before the application's paths: the context path without a slash at its end. */
    static String root(String contextPath) {
        return contextPath.equals("/") ? "" : contextPath;
    }

    /** The same of what a path means: dots before slashes lead to several slashes, and a redirect there to another host. */
    private static String straightAll(String path, String root) {
        String straight = straight(path, root);
        String meant = URIUtil.canonicalPath(straight);
        return meant == null || straight(meant, root).equals(meant) ? straight : straight(meant, root);
    }

    /** The path with one slash where the application's begin. */
    static String straight(String path, String root) {
        String absolute = path.startsWith("//") ? "/" + withoutSlashes(path) : path;
        return absolute.startsWith(root + "//")
                ? root + "/" + withoutSlashes(absolute.substring(root.length()))
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
