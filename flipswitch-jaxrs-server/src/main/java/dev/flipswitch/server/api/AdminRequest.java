package dev.flipswitch.server.api;

import dev.flipswitch.rules.FlagDefinition;
import dev.flipswitch.rules.FlagType;
import dev.flipswitch.rules.InvalidFlagException;
import dev.flipswitch.rules.Rollout;
import java.io.InputStream;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The body of a management call; what is missing or wrong is refused by the name of its field. Immutable. */
final class AdminRequest {

    private static final int MAX_DESCRIPTION_LENGTH = 2_000;

    private final Map<?, ?> fields;

    private AdminRequest(Map<?, ?> fields) {
        this.fields = fields;
    }

    static AdminRequest read(InputStream body, String... allowed) {
        Map<?, ?> fields = RequestBody.read(body);
        for (Object name : fields.keySet()) {
            if (!Set.of(allowed).contains(name)) {
                throw new InvalidFlagException((String) name, "is unknown here; known are " + Arrays.toString(allowed));
            }
        }
        return new AdminRequest(fields);
    }

    boolean enabled() {
        if (fields.get("enabled") instanceof Boolean enabled) {
            return enabled;
        }
        throw new InvalidFlagException("enabled", "must be true or false");
    }

    String description() {
        Object description = Objects.requireNonNullElse(fields.get("description"), "");
        if (description instanceof String text && text.length() <= MAX_DESCRIPTION_LENGTH) {
            return text;
        }
        throw new InvalidFlagException(
                "description", "must be a string of at most " + MAX_DESCRIPTION_LENGTH + " characters");
    }

    FlagDefinition definition(String key) {
        FlagType type = FlagType.of(text("type"))
                .orElseThrow(() -> new InvalidFlagException(
                        "type",
                        "must be one of "
                                + Arrays.stream(FlagType.values())
                                        .map(FlagType::id)
                                        .toList()));
        Map<String, Object> variants = new LinkedHashMap<>();
        object("variants").forEach((name, value) -> variants.put((String) name, notNull("variants." + name, value)));
        return new FlagDefinition(key, type, variants, text("defaultVariant"));
    }

    Rollout rollout() {
        if (fields.get("rollout") == null) {
            return Rollout.NONE;
        }
        Map<String, BigDecimal> percentages = new LinkedHashMap<>();
        object("rollout").forEach((variant, percentage) -> {
            if (!(percentage instanceof Number number)) {
                throw new InvalidFlagException("rollout." + variant, "must be a percentage from 0 to 100");
            }
            percentages.put((String) variant, new BigDecimal(number.toString()));
        });
        return new Rollout(percentages);
    }

    private String text(String name) {
        if (fields.get(name) instanceof String text) {
            return text;
        }
        throw new InvalidFlagException(name, "must be a string");
    }

    private Map<?, ?> object(String name) {
        if (fields.get(name) instanceof Map<?, ?> object) {
            return object;
        }
        throw new InvalidFlagException(name, "must be an object");
    }

    private static Object notNull(String name, @Nullable Object value) {
        if (value == null) {
            throw new InvalidFlagException(name, "must not be null");
        }
        return value;
    }
}
