package dev.flipswitch.server.events;

import dev.flipswitch.server.flags.Change;
import dev.flipswitch.server.json.JsonWriter;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.OutboundSseEvent;
import java.lang.reflect.Type;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An event of the protocol, with its data as one line of JSON. Immutable.
 *
 * @param name the kind of event
 * @param id the change's id; none for a heartbeat
 * @param data the JSON
 */
public record WireEvent(String name, @Nullable String id, String data) implements OutboundSseEvent {

    public static final WireEvent HEARTBEAT = new WireEvent("heartbeat", null, "{}");

    private static final DateTimeFormatter MILLISECONDS =
            new DateTimeFormatterBuilder().appendInstant(3).toFormatter();

    static WireEvent of(Change change) {
        if (change instanceof Change.FlagUpdated updated) {
            return event("flag-updated", updated, "flagKey", updated.flagKey());
        }
        if (change instanceof Change.ConfigUpdated updated) {
            return event("config-updated", updated, "reason", updated.reason());
        }
        throw new IllegalArgumentException("no event for " + change);
    }

    /** Stands for all changes up to this one. */
    public static WireEvent catchUp(String id, String reason, Instant at) {
        return new WireEvent("config-updated", id, data("reason", reason, at));
    }

    /** What an OFREP client is asked to do: to fetch all flags anew. */
    static WireEvent refetch(String id, Instant at) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("type", "refetchEvaluation");
        data.put("etag", id + "-" + at.toEpochMilli());
        data.put("lastModified", at.getEpochSecond());
        return new WireEvent("message", id, JsonWriter.write(data));
    }

    private static WireEvent event(String name, Change change, String member, String value) {
        return new WireEvent(name, Long.toString(change.id()), data(member, value, change.at()));
    }

    private static String data(String member, String value, Instant at) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put(member, value);
        data.put("timestamp", MILLISECONDS.format(at));
        return JsonWriter.write(data);
    }

    @Override
    public @Nullable String getId() {
        return id;
    }

    @Override
    public String getName() {
        return name;
    }

    @Override
    public @Nullable String getComment() {
        return null;
    }

    @Override
    public long getReconnectDelay() {
        return RECONNECT_NOT_SET;
    }

    @Override
    public boolean isReconnectDelaySet() {
        return false;
    }

    @Override
    public Class<?> getType() {
        return String.class;
    }

    @Override
    public Type getGenericType() {
        return String.class;
    }

    @Override
    public MediaType getMediaType() {
        return MediaType.TEXT_PLAIN_TYPE;
    }

    @Override
    public Object getData() {
        return data;
    }
}
