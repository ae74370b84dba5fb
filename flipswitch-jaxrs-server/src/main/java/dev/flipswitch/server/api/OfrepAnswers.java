package dev.flipswitch.server.api;

import dev.flipswitch.rules.Evaluation;
import dev.flipswitch.rules.FlagConfiguration;
import dev.flipswitch.server.flags.Environment;
import dev.flipswitch.server.flags.Snapshot;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The bodies of OFREP answers. Stateless. */
final class OfrepAnswers {

    private OfrepAnswers() {}

    static Map<String, Object> error(String code, String details) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("errorCode", code);
        body.put("errorDetails", details);
        return body;
    }

    static Map<String, Object> error(String key, String code, String details) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("key", key);
        body.putAll(error(code, details));
        return body;
    }

    static Map<String, Object> bulk(Environment environment, Snapshot snapshot, Optional<String> targetingKey) {
        List<Map<String, Object>> flags = snapshot.flags().values().stream()
                .map(flag -> evaluated(flag.configuration(), targetingKey))
                .toList();
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("flags", flags);
        body.put("metadata", Map.of("flagSetId", environment.project() + "/" + environment.key()));
        return body;
    }

    /** The answer for one flag; a failure has an {@code errorCode}. */
    static Map<String, Object> evaluated(FlagConfiguration flag, Optional<String> targetingKey) {
        String key = flag.definition().key();
        Evaluation evaluation = flag.evaluate(targetingKey);
        if (evaluation instanceof Evaluation.Served served) {
            Map<String, Object> body = new LinkedHashMap<>();
            body.put("key", key);
            body.put("value", served.value());
            body.put("reason", served.reason().name());
            body.put("variant", served.variant());
            body.put("metadata", metadata(flag));
            return body;
        }
        return error(
                key,
                "TARGETING_KEY_MISSING",
                "The flag is rolled out to a share of the targeting keys; send one as context.targetingKey.");
    }

    private static Map<String, Object> metadata(FlagConfiguration flag) {
        Map<String, Object> metadata = new LinkedHashMap<>();
        metadata.put("flagType", flag.definition().type().id());
        metadata.put("version", flag.version());
        return metadata;
    }
}
