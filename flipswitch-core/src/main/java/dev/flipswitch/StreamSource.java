package dev.flipswitch;

import dev.flipswitch.sse.SseClient;
import dev.flipswitch.sse.SseEvent;
import dev.flipswitch.sse.SseFailure;
import dev.flipswitch.sse.SseListener;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.spi.JsonProvider;
import java.io.StringReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import org.jspecify.annotations.Nullable;

/**
 * News by the event stream {@code /api/v1/flags/events}. An event that can't be read counts as a change of all flags:
 * fetching once too often does no harm, a lost change does.
 */
final class StreamSource implements UpdateSource, SseListener {
    private final Listener listener;
    private final SseClient client;
    private final JsonProvider json = JsonProvider.provider();
    private volatile SseStatus status = SseStatus.DISCONNECTED;

    StreamSource(ProviderSettings settings, HttpClient http, ScheduledExecutorService loop, Listener listener) {
        this.listener = listener;
        this.client = SseClient.builder(URI.create(settings.baseUrl() + "/api/v1/flags/events"), http, loop, this)
                .headers(settings.headers())
                .listenerExecutor(Runnable::run) // never blocks, and is told at once
                .build();
    }

    @Override
    public void start() {
        status = SseStatus.CONNECTING;
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
        status = SseStatus.DISCONNECTED;
    }

    @Override
    public void onConnecting() {
        status = SseStatus.CONNECTING;
    }

    @Override
    public void onOpen() {
        status = SseStatus.CONNECTED;
        Messages.connected();
        listener.connected();
    }

    @Override
    public void onEvent(SseEvent event) {
        switch (event.type()) {
            case "flag-updated", "flag-change" -> listener.changed(changeIn(event));
            case "config-updated" -> listener.changed(FlagChange.any());
            default -> {
                // a heartbeat, or an event of a newer server
            }
        }
    }

    @Override
    public void onEventDropped() {
        Messages.oversizedEvent();
        listener.changed(FlagChange.any());
    }

    @Override
    public void onFailure(SseFailure failure, boolean wasOpen, Duration retryIn) {
        status = wasOpen ? SseStatus.DISCONNECTED : SseStatus.ERROR;
        if (failure.isRefusal()) {
            Messages.keyRefused(failure.message(), retryIn);
        } else if (wasOpen) {
            Messages.streamLost(failure.message(), retryIn);
        } else {
            Messages.connectFailed(failure.message(), retryIn);
        }
        listener.lost();
    }

    @Override
    public void onStopped(SseFailure answer) {
        status = SseStatus.DISCONNECTED;
        Messages.streamStopped(answer.message());
        listener.lost();
    }

    private FlagChange changeIn(SseEvent event) {
        JsonObject data = read(event.data());
        if (data == null) {
            Messages.malformedEvent(event.type());
            return FlagChange.any();
        }
        return data.get("flagKey") instanceof JsonString key ? FlagChange.of(key.getString()) : FlagChange.any();
    }

    private @Nullable JsonObject read(String text) {
        try (var reader = json.createReader(new StringReader(text))) {
            return reader.read() instanceof JsonObject object ? object : null;
        } catch (JsonException e) {
            return null;
        }
    }
}
