package dev.flipswitch.server.api.ofrep;

import dev.flipswitch.rules.Evaluation;
import dev.flipswitch.server.api.http.JsonResponses;
import dev.flipswitch.server.flags.Environment;
import dev.flipswitch.server.json.RawJson;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/** The bodies of OFREP answers. Stateless. */
final class OfrepJson {

    /** So long a client that nobody looks at keeps its event stream. */
    private static final int INACTIVITY_DELAY_SECONDS = 120;

    private OfrepJson() {}

    /** What is stored of the flag makes no sense: no value of it would be right. */
    static Map<String, Object> damaged(String key) {
        return JsonResponses.error(
                key, "GENERAL", "The flag " + key + " can't be read from the database; the server's log says more.");
    }

    static Map<String, Object> bulk(
            Environment environment,
            Map<String, Evaluation> evaluations,
            List<String> damaged,
            BiFunction<String, Evaluation, RawJson> texts,
            Optional<String> stream) {
        List<Object> flags = new ArrayList<>(evaluations.size());
        evaluations.forEach((key, evaluation) -> flags.add(texts.apply(key, evaluation)));
        damaged.forEach(key -> flags.add(damaged(key)));
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("flags", flags);
        stream.ifPresent(path -> body.put("eventStreams", List.of(eventStream(path))));
        body.put("metadata", Map.of("flagSetId", environment.project() + "/" + environment.key()));
        return body;
    }

    private static Map<String, Object> eventStream(String path) {
        Map<String, Object> stream = new LinkedHashMap<>();
        stream.put("type", "sse");
        stream.put("endpoint", Map.of("requestUri", path));
        stream.put("inactivityDelaySec", INACTIVITY_DELAY_SECONDS);
        return stream;
    }

    /** The answer for one flag; a failure has an {@code errorCode}. */
    static Map<String, Object> evaluated(String key, Evaluation evaluation) {
        if (evaluation instanceof Evaluation.Served served) {
            Map<String, Object> body = new LinkedHashMap<>();
            body.put("key", key);
            body.put("value", served.value());
            body.put("reason", served.reason().name());
            body.put("variant", served.variant());
            body.put("metadata", served.metadata());
            return body;
        }
        Map<String, Object> body = JsonResponses.error(
                key, "TARGETING_KEY_MISSING", "The flag is split by targeting key; send one as context.targetingKey.");
        body.put("metadata", ((Evaluation.TargetingKeyMissing) evaluation).metadata());
        return body;
    }
}
