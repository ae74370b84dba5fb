package dev.flipswitch.server.api.admin;

import dev.flipswitch.rules.FlagConfiguration;
import dev.flipswitch.rules.FlagDefinition;
import dev.flipswitch.server.flags.Damage;
import dev.flipswitch.server.flags.Environment;
import dev.flipswitch.server.flags.Flag;
import dev.flipswitch.server.flags.Project;
import dev.flipswitch.server.flags.Snapshot;
import dev.flipswitch.server.flags.StoredSegment;
import dev.flipswitch.server.json.RuleWriter;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/** The bodies of the management calls' answers. Stateless. */
final class AdminJson {

    private AdminJson() {}

    static Map<String, Object> error(String message) {
        return Map.of("error", Map.of("message", message));
    }

    static Map<String, Object> error(String message, String field) {
        return Map.of("error", ordered("message", message, "field", field));
    }

    static Map<String, Object> projects(List<Project> projects) {
        return Map.of("projects", projects.stream().map(AdminJson::project).toList());
    }

    /** By key, those that can't be read among the others. */
    static Map<String, Object> flags(Snapshot snapshot) {
        SortedMap<String, Object> all = new TreeMap<>();
        snapshot.flags().forEach((key, flag) -> all.put(key, flag(flag)));
        snapshot.damagedFlags().forEach(key -> all.put(key, damaged(key, damage(snapshot, key))));
        return Map.of("flags", List.copyOf(all.values()));
    }

    /** What is left of a flag that can't be read or evaluated, and why. */
    static Map<String, Object> damaged(String key, Damage damage) {
        Map<String, Object> body = damage.flag().map(AdminJson::flag).orElseGet(() -> ordered("key", key));
        body.remove("serves"); // an error
        body.putAll(damage.parts());
        body.put("error", Map.of("message", damage.reason()));
        return body;
    }

    /** The same of what a flag is in all environments. */
    static Map<String, Object> damagedDefinition(String key, Damage damage) {
        Map<String, Object> body = damaged(key, damage);
        List.of("enabled", "rules", "rollout", "version", "updatedAt").forEach(body::remove);
        return body;
    }

    private static Damage damage(Snapshot snapshot, String key) {
        return Objects.requireNonNull(snapshot.damaged().get(Snapshot.FLAGS + key));
    }

    static Map<String, Object> flag(Flag flag) {
        FlagConfiguration configuration = flag.configuration();
        Map<String, Object> body = members(configuration.definition());
        body.put("enabled", configuration.enabled());
        body.put("rules", RuleWriter.rules(configuration.rules()));
        body.put("rollout", configuration.rollout().percentages());
        body.put("version", configuration.version());
        body.put("updatedAt", flag.updatedAt().toString());
        body.put("serves", Serves.of(configuration));
        return body;
    }

    /** What a flag is in all environments, and what it serves in each. */
    static Map<String, Object> definition(Map<Environment, Flag> flag) {
        Map<String, Object> body =
                members(flag.values().iterator().next().configuration().definition());
        Map<String, Object> serves = new LinkedHashMap<>();
        flag.forEach((environment, here) -> serves.put(environment.key(), Serves.summary(here.configuration())));
        body.put("serves", serves);
        return body;
    }

    private static Map<String, Object> members(FlagDefinition definition) {
        return ordered(
                "key", definition.key(),
                "type", definition.type().id(),
                "description", definition.description(),
                "tags", definition.tags(),
                "variants", definition.variants(),
                "variantOrder", List.copyOf(definition.variants().keySet()),
                "defaultVariant", definition.defaultVariant());
    }

    /** By key, those that can't be read among the others. */
    static Map<String, Object> segments(Collection<StoredSegment> segments, Map<String, Damage> damaged) {
        SortedMap<String, Object> all = new TreeMap<>();
        segments.forEach(stored -> all.put(stored.segment().key(), segment(stored)));
        damaged.forEach((key, damage) -> all.merge(key, damaged(key, damage), AdminJson::both));
        return Map.of("segments", List.copyOf(all.values()));
    }

    @SuppressWarnings("unchecked") // both are bodies
    private static Object both(Object whole, Object damaged) {
        Map<String, Object> body = new LinkedHashMap<>((Map<String, Object>) whole);
        body.putAll((Map<String, Object>) damaged);
        return body;
    }

    static Map<String, Object> segment(StoredSegment stored) {
        return ordered(
                "key", stored.segment().key(),
                "groups", RuleWriter.groups(stored.segment().groups()),
                "version", stored.segment().version(),
                "updatedAt", stored.updatedAt().toString());
    }

    private static Map<String, Object> project(Project project) {
        return ordered(
                "key", project.key(),
                "name", project.name(),
                "environments",
                        project.environments().stream()
                                .map(AdminJson::environment)
                                .toList());
    }

    private static Map<String, Object> environment(Environment environment) {
        return ordered("key", environment.key(), "name", environment.name());
    }

    private static Map<String, Object> ordered(Object... namesAndValues) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            map.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return map;
    }
}
