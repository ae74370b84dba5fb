package dev.flipswitch.server.events;

import dev.flipswitch.server.config.Messages;
import dev.flipswitch.server.flags.Change;
import dev.flipswitch.server.flags.ChangeListener;
import dev.flipswitch.server.flags.Environment;
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
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/** All event streams of all environments. Thread-safe; its threads end when it is closed. */
public final class EventStreams implements ChangeListener, AutoCloseable {

    private static final Logger LOGGER = System.getLogger("dev.flipswitch.server");
    private static final int SENDERS = 32;
    private static final Duration SENDER_IDLE = Duration.ofSeconds(30);
    private static final Duration FAREWELL = Duration.ofSeconds(1);

    /** Who hears the same events. */
    private record Channel(long environment, Dialect dialect) {}

    private final InstantSource clock;
    private final ThreadPoolExecutor senders;
    private final ScheduledExecutorService heart;
    private final Map<Channel, QueueingBroadcaster> broadcasters = new ConcurrentHashMap<>();

    /**
     * Starts the heartbeat.
     *
     * @param heartbeat how often idle streams get one
     * @param clock stamps events that stand for others
     */
    @SuppressWarnings("FutureReturnValueIgnored") // a beat only fills queues, it can't fail
    public EventStreams(Duration heartbeat, InstantSource clock) {
        this.clock = clock;
        this.senders = new ThreadPoolExecutor(
                SENDERS,
                SENDERS,
                SENDER_IDLE.toMillis(),
                TimeUnit.MILLISECONDS,
                new LinkedBlockingQueue<>(),
                daemons("flipswitch-sender-"));
        senders.allowCoreThreadTimeOut(true);
        this.heart = Executors.newSingleThreadScheduledExecutor(daemons("flipswitch-heartbeat-"));
        heart.scheduleWithFixedDelay(this::beat, heartbeat.toMillis(), heartbeat.toMillis(), TimeUnit.MILLISECONDS);
    }

    /**
     * Sends an environment's changes to a sink, after a heartbeat. A client that last saw another change than the
     * present one is told to refresh everything; an OFREP client that does not say what it saw last is told, too.
     *
     * @param environment whose changes
     * @param dialect how they are told
     * @param sink where to
     * @param lastSeen the id of the last change that the client saw, if it says so
     * @param current asks for the id of the environment's last change
     */
    public void open(
            Environment environment,
            Dialect dialect,
            SseEventSink sink,
            Optional<String> lastSeen,
            LongSupplier current) {
        broadcaster(environment, dialect)
                .register(sink, () -> greeting(dialect, lastSeen, Long.toString(current.getAsLong())));
    }

    @Override
    public void changed(Environment environment, List<Change> changes) {
        for (Dialect dialect : Dialect.values()) {
            QueueingBroadcaster broadcaster = broadcaster(environment, dialect);
            changes.forEach(change -> broadcaster.broadcast(dialect.of(change)));
        }
    }

    /**
     * How many streams are open, with those whose client is gone but not yet missed.
     *
     * @param environment whose
     * @return the number
     */
    public int count(Environment environment) {
        return Arrays.stream(Dialect.values())
                .mapToInt(dialect -> broadcaster(environment, dialect).size())
                .sum();
    }

    @Override
    public void close() {
        heart.shutdownNow();
        broadcasters.values().forEach(QueueingBroadcaster::close);
        senders.shutdown();
        try {
            if (!senders.awaitTermination(FAREWELL.toMillis(), TimeUnit.MILLISECONDS)) {
                senders.shutdownNow();
            }
        } catch (InterruptedException e) {
            senders.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }

    private List<WireEvent> greeting(Dialect dialect, Optional<String> lastSeen, String current) {
        boolean upToDate = lastSeen.map(current::equals).orElse(dialect == Dialect.FLIPSWITCH);
        return upToDate
                ? List.of(WireEvent.HEARTBEAT)
                : List.of(WireEvent.HEARTBEAT, dialect.catchUp(current, "changes-missed", now()));
    }

    private QueueingBroadcaster broadcaster(Environment environment, Dialect dialect) {
        return broadcasters.computeIfAbsent(new Channel(environment.id(), dialect), id -> newBroadcaster(dialect));
    }

    private QueueingBroadcaster newBroadcaster(Dialect dialect) {
        QueueingBroadcaster broadcaster =
                new QueueingBroadcaster(senders, newest -> dialect.catchUp(newest.getId(), "events-collapsed", now()));
        broadcaster.onError((sink, failure) -> LOGGER.log(Level.DEBUG, () -> Messages.streamEnded(failure)));
        return broadcaster;
    }

    private Instant now() {
        return Instant.ofEpochMilli(clock.millis());
    }

    private void beat() {
        broadcasters.values().forEach(broadcaster -> broadcaster.broadcastToIdle(WireEvent.HEARTBEAT));
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
