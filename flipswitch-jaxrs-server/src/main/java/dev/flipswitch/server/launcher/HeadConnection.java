package dev.flipswitch.server.launcher;

import java.io.IOException;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.internal.HttpConnection;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * A connection that knows since when it awaits a request's head. Jetty gives a client as much time as it likes for
 * that, while a byte comes now and then. Thread-safe as Jetty's.
 */
final class HeadConnection extends HttpConnection implements Patience.Waiting {

    private static final String OWN_STREAM = "/api/v1/flags/events";

    private final Patience patience;

    /** How many requests had come when it began to wait for the next one. */
    private volatile long requests = -1;

    private volatile long awaitedSince;

    /** How much had come by then. */
    private volatile long bytes;

    private volatile boolean begun;

    /** How many requests had come when the latest of them became an event stream. */
    private volatile long streaming = -1;

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

    /** The answer to a request is an event stream: nobody reads any more, so that somebody has to look for the client. */
    static void isStream(Request request) {
        if (request.getConnectionMetaData() instanceof HeadConnection connection) {
            connection.streaming = connection.getMessagesIn();
        }
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

    /** Whether no request is under way, nor anything there that nobody has come to read so far. */
    boolean isIdle() {
        return !hasUnread() && isAwaiting(); // in this order: what is being read is not awaited any more
    }

    private boolean hasUnread() {
        try {
            return getEndPoint() instanceof SocketChannelEndPoint socket
                    && socket.getChannel().socket().getInputStream().available() > 0;
        } catch (IOException e) {
            return false; // it is closed
        }
    }

    long awaitedNanos(long nanoTime) {
        return nanoTime - awaitedSince;
    }

    @Override
    public void look(long nanoTime) {
        if (begun && isAwaiting() && patience.isOver(begunAt, nanoTime)) {
            getEndPoint().close();
        } else if (streaming == getMessagesIn() && !isAwaiting() && isGone()) {
            end(new EofException("the client closed its event stream"));
        }
    }

    /** Whether the client has closed the connection. What it sends into a stream is for the next request. */
    private boolean isGone() {
        try {
            return !hasUnread() && getEndPoint().fill(BufferUtil.allocate(1)) != 0;
        } catch (IOException e) {
            return true;
        }
    }

    /** Jersey, which has the other streams, would write all the same, and Jetty complain of that in the log. */
    private void end(EofException cause) {
        Runnable told = path.contains(OWN_STREAM) ? getHttpChannel().onRemoteFailure(cause) : null;
        getEndPoint().close(cause);
        if (told != null) {
            getExecutor().execute(told);
        }
    }
}
