package dev.flipswitch.server.launcher;

import dev.flipswitch.server.messages.Messages;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/** Goes on to accept connections where the system has no files left, without a trace for each try. Thread-safe. */
final class AcceptingConnector extends ServerConnector {

    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private final Connections connections;

    AcceptingConnector(Server server, ConnectionFactory factory, Connections connections) {
        super(server, factory);
        this.connections = connections;
        addBean(connections);
    }

    @Override
    protected boolean handleAcceptFailure(Throwable failure) {
        if (!(failure instanceof IOException) || !isRunning() || !isOpen()) {
            return super.handleAcceptFailure(failure);
        }
        connections.report(Messages.notAccepted(failure));
        if (!connections.makeRoom()) {
            LockSupport.parkNanos(PAUSE_NANOS);
        }
        return true;
    }
}
