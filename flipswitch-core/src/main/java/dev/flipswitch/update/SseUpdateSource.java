package dev.flipswitch.update;

import dev.flipswitch.dispatch.ProviderThreads;
import dev.flipswitch.http.Location;
import dev.flipswitch.messages.LogLimit;
import dev.flipswitch.messages.Messages;
import dev.flipswitch.messages.ShownUrl;
import dev.flipswitch.settings.ProviderSettings;
import dev.flipswitch.sse.SseClient;
import dev.flipswitch.sse.SseClientBuilder;
import dev.flipswitch.sse.SseEvent;
import dev.flipswitch.sse.SseFailure;
import dev.flipswitch.sse.SseListener;
import dev.flipswitch.sse.SseStatus;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Updates by an event stream: the Flipswitch server's own, or one that an OFREP server offers. Of such a stream's URL
 * only the origin is shown, since the rest may hold a credential.
 */
final class SseUpdateSource implements UpdateSource, SseListener {
    private static final System.Logger LOG = System.getLogger(SseUpdateSource.class.getName());

    /** The heartbeat of a Flipswitch server that does not name it. */
    private static final Duration HEARTBEAT = Duration.ofSeconds(15);

    /** An OFREP server promises no heartbeat, so that a silent stream is merely opened anew now and then. */
    private static final Duration OFREP_SILENCE = Duration.ofHours(1);

    private static final String CHECK = "check flipswitch.base-url";
    private static final String ASK_OPERATOR = "the flag server says that its event stream is there";

    private final Consumer<Update> updates;
    private final SseClient client;
    private final Predicate<SseFailure> replaced;
    private final EventDecoder data = new EventDecoder();
    private final LogLimit oversizedLines = new LogLimit();
    private final ProviderThreads threads;
    private final boolean ofrep;
    private final String baseUrl;
    private volatile SseStatus status = SseStatus.DISCONNECTED;

    // confined to the loop
    private boolean open;
    private boolean lives; // something has come since it was opened
    private boolean connectionSaid; // since it was opened
    private boolean shortLived; // it ended soon after it was opened, and has not lasted since
    private boolean troubleSaid; // since it lived last
    private boolean endUnwarned; // it ended, and no warning said so
    private Object opening = this; // identifies the last one
    private long openedAtNanos;
    private long lastByteAtNanos;
    private final StreamDiagnosis diagnosis = new StreamDiagnosis();
    private final Set<StreamDiagnosis.Finding> findingsSaid = EnumSet.noneOf(StreamDiagnosis.Finding.class);

    private SseUpdateSource(
            URI uri,
            boolean ofrep,
            ProviderSettings settings,
            HttpClient http,
            ProviderThreads threads,
            Consumer<Update> updates,
            Predicate<SseFailure> replaced) {
        this.updates = updates;
        this.threads = threads;
        this.replaced = replaced;
        this.ofrep = ofrep;
        this.baseUrl = settings.baseUrl();
        SseClientBuilder builder = SseClient.builder(uri, http, threads.loop(), this)
                .headers(
                        ofrep && !Location.isSameOrigin(URI.create(settings.baseUrl()), uri)
                                ? Map::of
                                : settings::headers)
                .failuresSay(ofrep ? ShownUrl.origin(uri) : ShownUrl.of(uri), ofrep ? ASK_OPERATOR : CHECK)
                .onBytes(this::heard)
                .listenerExecutor(Runnable::run); // none of what it calls blocks
        this.client = (ofrep ? builder.silenceTimeout(OFREP_SILENCE) : builder).build();
    }

    /**
     * The Flipswitch server's event stream.
     *
     * @param replaced asked after each failure whether another source takes over
     */
    static SseUpdateSource flipswitch(
            ProviderSettings settings,
            HttpClient http,
            ProviderThreads threads,
            Consumer<Update> updates,
            Predicate<SseFailure> replaced) {
        URI uri = URI.create(settings.baseUrl() + "/api/v1/flags/events");
        return new SseUpdateSource(uri, false, settings, http, threads, updates, replaced);
    }

    /**
     * One of an OFREP server's event streams. The API key is sent to the server's own origin only.
     *
     * @param replaced asked after each failure whether another source takes over
     */
    static SseUpdateSource ofrep(
            URI uri,
            ProviderSettings settings,
            HttpClient http,
            ProviderThreads threads,
            Consumer<Update> updates,
            Predicate<SseFailure> replaced) {
        return new SseUpdateSource(uri, true, settings, http, threads, updates, replaced);
    }

    @Override
    public void start() {
        client.start();
    }

    @Override
    public SseStatus status() {
        return status;
    }

    @Override
    public void reconnect() {
        client.reconnect();
    }

    @Override
    public void close() {
        client.close();
        status(SseStatus.DISCONNECTED);
    }

    private void status(SseStatus now) {
        if (status != now) {
            status = now;
            updates.accept(new Update.StatusChanged(now));
        }
    }

    @Override
    public void onConnecting() {
        open = false;
        status(SseStatus.CONNECTING);
    }

    @Override
    public void onOpen() {
        open = true;
        lives = false;
        connectionSaid = false;
        openedAtNanos = threads.nowNanos();
        lastByteAtNanos = openedAtNanos;
        updates.accept(new Update.Connected(ofrep));
        status(SseStatus.CONNECTED); // not before: whoever is notified evaluates anew
        if (!ofrep) { // which promises no heartbeat
            awaitFirstByte();
        }
    }

    /**
     * Bytes come with the headers, and again with the heartbeat, however long a server makes that. It is looked twice, so that
     * what came while this process stood still is read before.
     */
    private void awaitFirstByte() {
        Object mine = new Object();
        opening = mine;
        Duration second = heartbeat().compareTo(HEARTBEAT) < 0 ? heartbeat() : HEARTBEAT;
        threads.after(
                second,
                () -> threads.after(StreamDiagnosis.FIRST_BYTE, () -> {
                    if (mine == opening
                            && status == SseStatus.CONNECTED
                            && !lives
                            && diagnosis.broughtNothing(heartbeat())) {
                        found();
                    }
                }));
    }

    /** Bytes, or the opening. */
    private void heard() {
        if (open) {
            long now = threads.nowNanos();
            Duration idleFor = Duration.ofNanos(now - lastByteAtNanos);
            lastByteAtNanos = now;
            if (diagnosis.lives(Duration.ofNanos(now - openedAtNanos), idleFor, heartbeat())) {
                updates.accept(new Update.Unreliable(false));
            }
            lives = true;
            shortLived &= !lasts();
            if (!shortLived) {
                sayConnected();
                troubleSaid = false;
                endUnwarned = false;
            }
        }
        updates.accept(Update.Heard.BYTES);
    }

    private boolean lasts() {
        return threads.nowNanos() - openedAtNanos >= FallbackSource.LASTING.toNanos();
    }

    private void sayConnected() {
        if (!connectionSaid && diagnosis.finding() == StreamDiagnosis.Finding.NONE) {
            connectionSaid = true;
            LOG.log(Level.INFO, Messages.connected(baseUrl));
        }
    }

    @Override
    public void onEvent(SseEvent event) {
        if (ofrep) { // whatever the event's type is
            data.refetch(event.data()).map(Update.Refetched::new).ifPresent(updates);
            return;
        }
        switch (event.type()) {
            case "flag-updated", "flag-change" -> updates.accept(data.flagChange(event.type(), event.data()));
            case "config-updated" -> updates.accept(data.configUpdate(event.data()));
            case "api-key-rotated" -> data.keyRotation(event.data()).ifPresent(updates);
            default -> {
                // a heartbeat, or an event of a newer server
            }
        }
    }

    @Override
    public void onEventDropped() {
        if (oversizedLines.permits()) {
            LOG.log(Level.WARNING, Messages.oversizedEvent());
        }
        updates.accept(FlagInvalidation.any());
    }

    @Override
    public void onFailure(SseFailure failure, boolean wasOpen, Duration retryIn) {
        if (replaced.test(failure)) {
            return;
        }
        if (wasOpen && !ofrep) {
            diagnose();
        }
        log(failure, wasOpen, retryIn);
        shortLived = wasOpen ? !lasts() : shortLived;
        open = false;
        updates.accept(new Outage(failure.message(), false, !wasOpen && Outage.isAbsent(failure.httpStatus())));
        status(wasOpen ? SseStatus.DISCONNECTED : SseStatus.ERROR);
    }

    private Duration heartbeat() {
        return client.heartbeat().orElse(HEARTBEAT);
    }

    private void diagnose() {
        long now = threads.nowNanos();
        Duration heartbeat = heartbeat();
        StreamDiagnosis.End end = new StreamDiagnosis.End(
                Duration.ofNanos(now - openedAtNanos), Duration.ofNanos(now - lastByteAtNanos), lives);
        if (diagnosis.ended(end, heartbeat)) {
            found();
        }
    }

    private void found() {
        if (findingsSaid.add(diagnosis.finding())) {
            warn(diagnosis.finding());
        }
        updates.accept(new Update.Unreliable(true));
    }

    private void warn(StreamDiagnosis.Finding finding) {
        switch (finding) {
            case IDLE -> LOG.log(Level.WARNING, Messages.proxyEndsIdleStreams(diagnosis.limit(), heartbeat()));
            case LIFETIME -> LOG.log(Level.WARNING, Messages.proxyLimitsStreams(diagnosis.limit()));
            case HELD_BACK -> LOG.log(Level.WARNING, Messages.proxyHoldsBytesBack());
            case NONE -> {
                // nothing to say
            }
        }
    }

    private void log(SseFailure failure, boolean wasOpen, Duration retryIn) {
        boolean again = shortLived && !lasts() && (failure.isOrderly() || troubleSaid);
        if (wasOpen && (again || diagnosis.finding() != StreamDiagnosis.Finding.NONE)) {
            LOG.log(Level.DEBUG, () -> Messages.streamLostAgain(failure.message(), retryIn));
            endUnwarned = true;
        } else if (failure.isOrderly()) {
            LOG.log(Level.INFO, Messages.streamClosed(retryIn));
            endUnwarned = true;
        } else if (failure.isRefusal() && !troubleSaid) {
            LOG.log(Level.WARNING, Messages.streamRefused(failure.message(), retryIn));
            troubleSaid = true;
        } else if ((wasOpen || endUnwarned) && !troubleSaid) {
            LOG.log(Level.WARNING, Messages.streamLost(failure.message(), retryIn));
            troubleSaid = true;
        } else {
            LOG.log(Level.DEBUG, () -> Messages.connectFailed(failure.message(), retryIn));
        }
    }

    @Override
    public void onStopped(SseFailure answer) {
        LOG.log(Level.WARNING, Messages.streamStopped(answer.message()));
        open = false;
        updates.accept(new Outage(answer.message(), true, false));
        status(SseStatus.DISCONNECTED);
    }
}
