package dev.flipswitch.server.events;

import dev.flipswitch.server.broadcast.EncodedEvent;
import dev.flipswitch.server.broadcast.EndReason;
import dev.flipswitch.server.broadcast.HeartbeatScheduler;
import dev.flipswitch.server.broadcast.QueueingBroadcaster;
import dev.flipswitch.server.broadcast.StreamLimiter;
import dev.flipswitch.server.broadcast.StreamLimits;
import dev.flipswitch.server.broadcast.StreamPermit;
import dev.flipswitch.server.broadcast.WriterPool;
import dev.flipswitch.server.flags.Change;
import dev.flipswitch.server.flags.ChangeHistory;
import dev.flipswitch.server.flags.ChangeListener;
import dev.flipswitch.server.flags.Environment;
import dev.flipswitch.server.messages.Messages;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.SseBroadcaster;
import jakarta.ws.rs.sse.SseEventSink;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/**
 * All event streams of all environments. Thread-safe; its threads end when it is closed. From then on changes are sent to
 * nobody, and who opens a stream gets one that has ended.
 */
public final class EventStreams implements ChangeListener, AutoCloseable {

    private static final Logger LOGGER = System.getLogger(EventStreams.class.getName());

    private static final int FEW_SENDERS = Math.max(2, Runtime.getRuntime().availableProcessors());
    static final int MOST_STUCK_SENDERS = 256;

    /** Who hears the same events. */
    private record Channel(long environment, StreamProtocol protocol) {}

    private final InstantSource clock;
    private final StreamObserver observer;
    private final long writeTimeoutNanos;
    private final Replay replay;
    private final StreamLimiter limiter;
    private final WriterPool senders = new WriterPool(
            FEW_SENDERS,
            MOST_STUCK_SENDERS,
            daemons("flipswitch-sender-"),
            () -> LOGGER.log(Level.WARNING, Messages.sendersExhausted(MOST_STUCK_SENDERS)));
    private final HeartbeatScheduler heartbeats;
    private final EncodedEvent beat = new EncodedEvent(WireEvent.HEARTBEAT);
    private final Map<Channel, QueueingBroadcaster> channels = new ConcurrentHashMap<>();
    private final Set<QueueingBroadcaster> all = ConcurrentHashMap.newKeySet();
    private final Set<Connection> connections = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    /**
     * Starts the heartbeat.
     *
     * @param timing how often streams show life, and how long an event may take
     * @param limits how many streams may be open
     * @param clock stamps events that stand for others
     * @param observer hears how streams fare
     */
    public EventStreams(Timing timing, StreamLimits limits, InstantSource clock, StreamObserver observer) {
        this.clock = clock;
        this.observer = observer;
        this.writeTimeoutNanos = timing.writeTimeout().toNanos();
        this.replay = new Replay(clock, beat);
        this.limiter = new StreamLimiter(limits);
        this.heartbeats = new HeartbeatScheduler(timing.heartbeat(), daemons("flipswitch-heartbeat-"), this::beat);
    }

    /**
     * Times. Immutable.
     *
     * @param heartbeat how often idle streams get an event that only shows life
     * @param writeTimeout after which time a stream that does not take an event is ended
     */
    public record Timing(Duration heartbeat, Duration writeTimeout) {}

    /**
     * Asks for the right to open a stream.
     *
     * @param environment with whose key
     * @param address from where
     * @return the permit, empty if there are too many, or too many senders are stuck in others
     */
    public Optional<StreamPermit> admit(Environment environment, String address) {
        return !senders.isExhausted() && limiter.take(environment.id(), address)
                ? Optional.of(new StreamPermit(() -> limiter.free(environment.id(), address)))
                : Optional.empty();
    }

    /**
     * Sends an environment's changes to a sink, after a heartbeat. A client that says what it saw last gets what came
     * after it, in order. If that can't be sent, it gets one event that stands for all. An OFREP client always gets one
     * unless it saw the last change. The subscription's permit is given back when the stream ends, or when this throws.
     *
     * @param subscription what the stream is for
     * @param sink where to: any runtime's
     * @param history the environment's changes
     */
    public void open(Subscription subscription, SseEventSink sink, ChangeHistory history) {
        Environment environment = subscription.environment();
        StreamProtocol protocol = subscription.protocol();
        Connection connection =
                new Connection(environment, subscription.client(), Instant.ofEpochMilli(clock.millis()));
        Runnable end = () -> {
            connections.remove(connection);
            subscription.permit().close();
        };
        boolean open = false;
        connections.add(connection);
        try {
            channel(environment, protocol)
                    .register(sink, () -> replay.initialEvents(protocol, subscription.lastEventId(), history), end);
            open = true;
        } finally {
            if (!open) {
                end.run();
            }
        }
    }

    /**
     * A broadcaster for an application's own events and sinks, with this server's threads and heartbeats.
     *
     * @param collapse makes, of the newest event that waits, the one that stands for all that wait for a slow sink
     * @return a new one, closed with this at the latest
     */
    public SseBroadcaster broadcaster(UnaryOperator<OutboundSseEvent> collapse) {
        return added(new QueueingBroadcaster(senders, collapse, QueueingBroadcaster.Observer.NONE));
    }

    @Override
    public void changed(Environment environment, List<Change> changes) {
        for (StreamProtocol protocol : StreamProtocol.values()) {
            QueueingBroadcaster channel = channel(environment, protocol);
            for (Change change : changes) {
                channel.broadcast(
                        new EncodedEvent(protocol.of(change), event -> delivered(environment, change.at(), event)));
            }
        }
    }

    /**
     * How many streams are open, with those whose client is gone but not yet missed.
     *
     * @param environment whose
     * @return the number
     */
    public int count(Environment environment) {
        return Arrays.stream(StreamProtocol.values())
                .mapToInt(protocol -> channel(environment, protocol).size())
                .sum();
    }

    /**
     * The streams that are open.
     *
     * @return all of them, in no order
     */
    public List<Connection> connections() {
        return List.copyOf(connections);
    }

    @Override
    public void close() {
        closed = true;
        heartbeats.close();
        all.forEach(QueueingBroadcaster::close);
        senders.close();
    }

    private void delivered(Environment environment, Instant commit, EncodedEvent event) {
        if (event.sentCount() > 0) {
            Duration sinceLast = Duration.ofNanos(System.nanoTime() - event.lastSentNanos());
            Duration sinceCommit = Duration.between(commit, Instant.ofEpochMilli(clock.millis()));
            observer.delivered(environment, event.sentCount(), sinceCommit.minus(sinceLast));
        }
    }

    private QueueingBroadcaster channel(Environment environment, StreamProtocol protocol) {
        return channels.computeIfAbsent(
                new Channel(environment.id(), protocol), id -> added(newChannel(environment, protocol)));
    }

    private QueueingBroadcaster newChannel(Environment environment, StreamProtocol protocol) {
        QueueingBroadcaster channel = new QueueingBroadcaster(
                senders,
                newest -> protocol.catchUp(newest.getId(), "events-collapsed", Instant.ofEpochMilli(clock.millis())),
                new QueueingBroadcaster.Observer() {
                    @Override
                    public void collapsed() {
                        observer.collapsed(environment);
                    }

                    @Override
                    public void ended(EndReason ending) {
                        observer.ended(environment, ending);
                    }
                });
        channel.onError((sink, failure) -> LOGGER.log(Level.DEBUG, () -> Messages.streamEnded(failure)));
        return channel;
    }

    private QueueingBroadcaster added(QueueingBroadcaster broadcaster) {
        all.add(broadcaster);
        broadcaster.onClosed(() -> all.remove(broadcaster));
        if (closed) {
            broadcaster.close();
        }
        return broadcaster;
    }

    private void beat(int turn, int turns) {
        long stuckSince = System.nanoTime() - writeTimeoutNanos;
        all.forEach(broadcaster -> broadcaster.tick(beat, turn, turns, stuckSince));
        senders.watch(stuckSince);
    }

    private static ThreadFactory daemons(String prefix) {
        AtomicInteger number = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, prefix + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }
}
