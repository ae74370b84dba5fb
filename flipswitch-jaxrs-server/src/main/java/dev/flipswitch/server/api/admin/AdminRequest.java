package dev.flipswitch.server.api.admin;

import dev.flipswitch.rules.FlagConfiguration;
import dev.flipswitch.rules.FlagDefinition;
import dev.flipswitch.rules.FlagType;
import dev.flipswitch.rules.InvalidFlagException;
import dev.flipswitch.rules.Rollout;
import dev.flipswitch.rules.Segment;
import dev.flipswitch.rules.TargetingRule;
import dev.flipswitch.server.api.http.BodyBudget;
import dev.flipswitch.server.api.http.ReadOnly;
import dev.flipswitch.server.api.http.RequestBody;
import dev.flipswitch.server.flags.ConflictException;
import dev.flipswitch.server.flags.Environment;
import dev.flipswitch.server.flags.Flag;
import dev.flipswitch.server.flags.StoredSegment;
import dev.flipswitch.server.json.JsonFields;
import dev.flipswitch.server.json.JsonWriter;
import dev.flipswitch.server.json.RuleParser;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The body of a management call; what is missing or wrong is refused by the name of its field. Immutable. */
final class AdminRequest {

    /** What a flag has of its definition. */
    private static final String[] DEFINED = {"type", "description", "tags", "variants", "variantOrder", "defaultVariant"
    };

    private final JsonFields fields;

    private AdminRequest(JsonFields fields) {
        this.fields = fields;
    }

    static AdminRequest read(InputStream body, String... known) {
        return new AdminRequest(JsonFields.of(RequestBody.read(body, BodyBudget.Kind.ADMINISTRATION), known));
    }

    boolean enabled() {
        return fields.bool("enabled");
    }

    /** What replaces a flag's configuration in an environment. */
    FlagConfiguration configuration(Flag now) {
        FlagConfiguration old = now.configuration();
        Map<String, Object> shown = AdminJson.flag(now);
        ReadOnly.requireCurrent(fields, shown, "version", "updatedAt", "serves");
        ReadOnly.requireSame(fields, shown, "the address names it", "key");
        ReadOnly.requireSame(
                fields, shown, "a PUT of the flag in its project, without environment, changes it", DEFINED);
        return new FlagConfiguration(old.definition(), enabled(), rules(), rollout(), old.version());
    }

    /** What the flag is to be; its variants in the order that is given, as far as one is. */
    FlagDefinition definition(String key) {
        ReadOnly.requireSame(fields, Map.of("key", key), "the address names it", "key");
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
                        fields.texts("tags"))
                .inOrder(variantOrder());
    }

    /**
     * Refuses a definition that can't be honoured.
     *
     * @param before the flag as it is, by environment
     * @param force whether its type may change while it is enabled
     */
    void check(FlagDefinition wanted, Map<Environment, Flag> before, boolean force) {
        Map<String, Object> shown = before.isEmpty() ? Map.of() : AdminJson.definition(before);
        ReadOnly.requireCurrent(fields, shown, "serves");
        checkOrder(wanted, before);
        before.forEach((environment, flag) -> {
            FlagConfiguration old = flag.configuration();
            if (fields.has("rollout") && !rollout().equals(old.rollout())) {
                throw new InvalidFlagException(
                        "rollout",
                        "is only for a new flag; for an existing one, PUT it at /api/admin/projects/"
                                + environment.project() + "/environments/" + environment.key() + "/flags/"
                                + wanted.key());
            }
            if (wanted.type() != old.definition().type() && old.enabled() && !force) {
                throw new ConflictException(
                        "type",
                        "must stay " + old.definition().type().id() + " while the flag is enabled in "
                                + environment.key() + ", since applications ask for that type; disable it first, or"
                                + " add ?force=true to the address");
            }
        });
    }

    private void checkOrder(FlagDefinition wanted, Map<Environment, Flag> before) {
        List<String> order = variantOrder();
        if (order.isEmpty()) {
            return;
        }
        Set<String> known = before.values().stream()
                .findFirst()
                .map(flag -> flag.configuration().definition().variants().keySet())
                .orElse(Set.of());
        List<String> stored = List.copyOf(wanted.inOrder(known).variants().keySet());
        if (!order.equals(stored)) {
            throw new InvalidFlagException(
                    "variantOrder",
                    "must name each variant once, and existing ones in their present order: "
                            + JsonWriter.write(stored));
        }
    }

    private List<String> variantOrder() {
        return fields.texts("variantOrder");
    }

    /** What an environment starts with. */
    Rollout initialRollout(FlagDefinition definition) {
        return fields.has("rollout") ? rollout() : Rollout.initial(definition);
    }

    Segment segment(String key) {
        ReadOnly.requireSame(fields, Map.of("key", key), "the address names it", "key");
        return new Segment(key, RuleParser.groups(fields.list("groups")), 0);
    }

    /** Refuses a segment that was read before somebody else changed it. */
    void check(Optional<StoredSegment> before) {
        Map<String, Object> shown = before.map(AdminJson::segment).orElse(Map.of());
        ReadOnly.requireCurrent(fields, shown, "version", "updatedAt");
    }

    List<TargetingRule> rules() {
        return fields.has("rules") ? RuleParser.rules(fields.list("rules")) : List.of();
    }

    Rollout rollout() {
        return fields.has("rollout") ? new Rollout(fields.percentages("rollout")) : Rollout.NONE;
    }
}
