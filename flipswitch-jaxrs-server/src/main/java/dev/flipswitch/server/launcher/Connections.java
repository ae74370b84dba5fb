package dev.flipswitch.server.launcher;

import dev.flipswitch.server.messages.Messages;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectableChannel;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.io.SelectorManager.AcceptListener;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.IO;

/**
 * All open connections. When there are as many as allowed, the one whose next request is awaited longest makes room for
 * a new one. So operators still get in. Where all are in use, the new one and those behind it wait a while.
 * Thread-safe.
 */
final class Connections implements Connection.Listener, AcceptListener {

    private static final Logger LOGGER = System.getLogger(Connections.class.getName());
    private static final long QUIET_NANOS = Duration.ofMinutes(10).toNanos();
    private static final long PAUSE_NANOS = Duration.ofMillis(5).toNanos();

    private final Set<HeadConnection> open = ConcurrentHashMap.newKeySet();
    private final Patience patience;
    private final int most;
    private final long mostWaitNanos;
    private final AtomicLong reportedAt = new AtomicLong(System.nanoTime() - QUIET_NANOS);

    /**
     * None yet.
     *
     * @param patience with clients that send a head slowly
     * @param most how many there may be
     * @param mostWait for how long a new one may wait for room
     */
    Connections(Patience patience, int most, Duration mostWait) {
        this.patience = patience;
        this.most = most;
        this.mostWaitNanos = mostWait.toNanos();
    }

    @Override
    public void onOpened(Connection connection) {
        if (connection instanceof HeadConnection http) {
            open.add(http);
            patience.begin(http);
        }
    }

    @Override
    public void onClosed(Connection connection) {
        if (connection instanceof HeadConnection http) {
            open.remove(http);
            patience.end(http);
        }
    }

    @Override
    public void onAccepting(SelectableChannel channel) {
        if (open.size() >= most) {
            report(Messages.tooManyConnections(most));
            if (!awaitRoom()) {
                IO.close(channel);
            }
        }
    }

    /** Says it, unless it, or the like, was said just now. */
    void report(String message) {
        long now = System.nanoTime();
        long before = reportedAt.get();
        if (now - before >= QUIET_NANOS && reportedAt.compareAndSet(before, now)) {
            LOGGER.log(Level.WARNING, message);
        }
    }

    private boolean awaitRoom() {
        long since = System.nanoTime();
        while (open.size() >= most && !makeRoom()) {
            if (System.nanoTime() - since > mostWaitNanos
                    || Thread.currentThread().isInterrupted()) {
                return false;
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
        return true;
    }

    /** Closes the connection that is of least use; false if all are in use. */
    boolean makeRoom() {
        long now = System.nanoTime();
        Optional<HeadConnection> idlest = open.stream()
                .filter(HeadConnection::isAwaiting)
                .map(connection -> Map.entry(connection, -connection.awaitedNanos(now)))
                .sorted(Map.Entry.comparingByValue())
                .map(Map.Entry::getKey)
                .filter(HeadConnection::isIdle)
                .findFirst();
        idlest.ifPresent(connection -> {
            open.remove(connection);
            connection.getEndPoint().close();
        });
        return idlest.isPresent();
    }

    /** Ends the connection of a client that can't be waited for any longer, and forgets what it has not taken. */
    static void cutOff(Request request, EofException cause) {
        EndPoint endPoint = request.getConnectionMetaData().getConnection().getEndPoint();
        if (endPoint instanceof SocketChannelEndPoint socket) {
            try {
                socket.getChannel().setOption(StandardSocketOptions.SO_LINGER, 0);
            } catch (IOException e) {
                // then the system keeps it a while
            }
        }
        endPoint.close(cause);
    }
}
