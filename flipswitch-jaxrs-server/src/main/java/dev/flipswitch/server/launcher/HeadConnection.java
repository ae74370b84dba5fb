package dev.flipswitch.server.launcher;

import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.internal.HttpConnection;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * A connection that knows since when it awaits a request's head: Jetty lets a client take as long as it likes for it, as
 * long as a byte comes now and then. Thread-safe as Jetty's.
 */
final class HeadConnection extends HttpConnection implements Patience.Waiting {

    private final Patience patience;

    /** How many requests had come when it began to wait for the next one. */
    private volatile long requests = -1;

    private volatile long awaitedSince;

    /** How much had come by then. */
    private volatile long bytes;

    private volatile boolean begun;

    /** Of the latest request, also of one that turns out to be malformed. */
    private volatile String path = "";

    private volatile @Nullable String origin;
    private volatile @Nullable String requestId;
    private volatile long begunAt;

    private HeadConnection(HttpConfiguration http, Connector connector, EndPoint endPoint, Patience patience) {
        super(http, connector, endPoint);
        this.patience = patience;
    }

    /** Makes them. */
    static HttpConnectionFactory factory(HttpConfiguration http, Patience patience) {
        return new HttpConnectionFactory(http) {
            @Override
            public Connection newConnection(Connector connector, EndPoint endPoint) {
                return configure(
                        new HeadConnection(getHttpConfiguration(), connector, endPoint, patience), connector, endPoint);
            }
        };
    }

    /**
     * What a request asks for, as far as that could be understood.
     *
     * @return the path as it was sent, empty if there is none
     */
    static String path(Request request) {
        return request.getConnectionMetaData() instanceof HeadConnection connection ? connection.path : "";
    }

    /**
     * The page that sends a request, as far as that could be understood.
     *
     * @return its origin, null if there is none
     */
    static @Nullable String origin(Request request) {
        return request.getConnectionMetaData() instanceof HeadConnection connection ? connection.origin : null;
    }

    /**
     * What the client calls the request, as far as that could be understood.
     *
     * @return the id, null if there is none
     */
    static @Nullable String requestId(Request request) {
        return request.getConnectionMetaData() instanceof HeadConnection connection ? connection.requestId : null;
    }

    @Override
    protected RequestHandler newRequestHandler() {
        return new RequestHandler() {
            @Override
            public void messageBegin() {
                path = "";
                origin = null;
                requestId = null;
                super.messageBegin();
            }

            @Override
            public void startRequest(String method, String uri, HttpVersion version) {
                path = uri;
                super.startRequest(method, uri, version);
            }

            @Override
            public void parsedHeader(HttpField field) {
                if (field.getHeader() == HttpHeader.ORIGIN) {
                    origin = field.getValue();
                } else if ("X-Request-Id".equalsIgnoreCase(field.getName())) {
                    requestId = field.getValue();
                }
                super.parsedHeader(field);
            }
        };
    }

    /** Jetty asks for a head, or for more of one. */
    @Override
    public void fillInterested(Callback callback) {
        long now = System.nanoTime();
        if (requests != getMessagesIn()) {
            awaitedSince = now;
            bytes = getBytesIn();
            begun = false;
            requests = getMessagesIn();
        } else if (!begun && getBytesIn() > bytes) {
            begunAt = now;
            begun = true;
        }
        super.fillInterested(callback);
    }

    /** Whether no request is under way. */
    boolean isAwaiting() {
        return requests == getMessagesIn() && isFillInterested();
    }

    long awaitedNanos(long nanoTime) {
        return nanoTime - awaitedSince;
    }

    @Override
    public void look(long nanoTime) {
        if (begun && isAwaiting() && patience.isOver(begunAt, nanoTime)) {
            getEndPoint().close();
        }
    }
}
