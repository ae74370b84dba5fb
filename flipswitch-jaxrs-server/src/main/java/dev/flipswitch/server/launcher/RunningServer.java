package dev.flipswitch.server.launcher;

import java.util.concurrent.atomic.AtomicBoolean;

/** A server that accepts requests until it is closed. Thread-safe. */
public final class RunningServer implements AutoCloseable {

    private final int port;
    private final String url;
    private final AutoCloseable resources;
    private final AtomicBoolean closed = new AtomicBoolean();

    RunningServer(int port, String origin, String contextPath, AutoCloseable resources) {
        this.port = port;
        this.url = origin + ":" + port + (contextPath.endsWith("/") ? contextPath : contextPath + "/");
        this.resources = resources;
    }

    /**
     * The port it listens on.
     *
     * @return the port, also where any free one was asked for
     */
    public int port() {
        return port;
    }

    /**
     * Where the application is.
     *
     * @return its address on this machine, with a slash at its end
     */
    public String url() {
        return url;
    }

    /** Ends open streams, stops listening and removes the temporary files. May be called again. */
    @Override
    public void close() {
        if (closed.getAndSet(true)) {
            return;
        }
        try {
            resources.close();
        } catch (Exception e) {
            throw new IllegalStateException("the server did not stop cleanly", e);
        }
    }
}
