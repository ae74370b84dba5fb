package dev.flipswitch.server.api;

import dev.flipswitch.rules.FlagConfiguration;
import dev.flipswitch.rules.FlagDefinition;
import dev.flipswitch.rules.FlagType;
import dev.flipswitch.rules.InvalidFlagException;
import dev.flipswitch.rules.Rollout;
import dev.flipswitch.rules.Segment;
import dev.flipswitch.rules.TargetingRule;
import dev.flipswitch.server.json.Fields;
import dev.flipswitch.server.json.RuleReading;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;

/** The body of a management call; what is missing or wrong is refused by the name of its field. Immutable. */
final class AdminRequest {

    private final Fields fields;

    private AdminRequest(Fields fields) {
        this.fields = fields;
    }

    static AdminRequest read(InputStream body, String... known) {
        return new AdminRequest(Fields.of(RequestBody.read(body), known));
    }

    boolean enabled() {
        return fields.bool("enabled");
    }

    /** What replaces a flag's configuration in an environment. */
    FlagConfiguration configuration(FlagConfiguration old) {
        return new FlagConfiguration(old.definition(), enabled(), rules(), rollout(), old.version());
    }

    FlagDefinition definition(String key) {
        FlagType type = FlagType.of(fields.text("type"))
                .orElseThrow(() -> new InvalidFlagException(
                        "type",
                        "must be one of "
                                + Arrays.stream(FlagType.values())
                                        .map(FlagType::id)
                                        .toList()));
        return new FlagDefinition(
                key,
                type,
                fields.object("variants"),
                fields.text("defaultVariant"),
                fields.text("description", ""),
                fields.texts("tags"));
    }

    Segment segment(String key) {
        return new Segment(key, RuleReading.groups(fields.list("groups")), 0);
    }

    List<TargetingRule> rules() {
        return fields.has("rules") ? RuleReading.rules(fields.list("rules")) : List.of();
    }

    Rollout rollout() {
        return fields.has("rollout") ? new Rollout(fields.percentages("rollout")) : Rollout.NONE;
    }
}
