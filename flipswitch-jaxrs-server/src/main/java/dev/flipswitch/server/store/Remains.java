package dev.flipswitch.server.store;

import dev.flipswitch.rules.FlagConfiguration;
import dev.flipswitch.rules.FlagDefinition;
import dev.flipswitch.rules.InvalidFlagException;
import dev.flipswitch.rules.Rollout;
import dev.flipswitch.rules.TargetingRule;
import dev.flipswitch.server.json.JsonFields;
import dev.flipswitch.server.json.JsonReader;
import dev.flipswitch.server.json.RuleParser;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What can be read of a flag's row that makes no sense as a whole. Immutable.
 *
 * @param id the id of the flag's own row
 * @param definition what the flag is, if that is whole
 * @param enabled whether it was on
 * @param rules the rules, as JSON
 * @param rollout the rollout, if that is whole
 * @param version its version
 * @param reason what is wrong
 */
record Remains(
        long id,
        Optional<FlagDefinition> definition,
        boolean enabled,
        Optional<List<?>> rules,
        Optional<Rollout> rollout,
        long version,
        String reason) {

    private static final Map<String, String> COLUMNS = columns();

    static Remains of(ResultSet row, String reason) throws SQLException {
        Map<String, Object> parts = parts(row);
        return new Remains(
                row.getLong("id"),
                definition(row, parts),
                row.getBoolean("enabled"),
                parts.get("rules") instanceof List<?> rules ? Optional.of(rules) : Optional.empty(),
                rollout(parts),
                row.getLong("version"),
                reason);
    }

    /** What can be read, by the names that the administration uses. */
    static Map<String, Object> parts(ResultSet row) throws SQLException {
        Map<String, Object> parts = new LinkedHashMap<>();
        for (Map.Entry<String, String> column : COLUMNS.entrySet()) {
            String text = row.getString(column.getValue());
            json(text).ifPresent(value -> parts.put(column.getKey(), value));
        }
        for (String column : List.of("type", "description")) {
            parts.put(column, row.getString(column));
        }
        parts.put("defaultVariant", row.getString("default_variant"));
        parts.put("enabled", row.getBoolean("enabled"));
        parts.put("version", row.getLong("version"));
        parts.put("updatedAt", FlagRow.instant(row, "updated_at").toString());
        return parts;
    }

    /** The flag without rules and rollout, which somebody is about to replace. */
    Optional<FlagConfiguration> bare() {
        return definition.map(known -> new FlagConfiguration(known, enabled, Rollout.NONE, version));
    }

    /** With a new definition, and all that is whole and goes with it; off if that is not all there was. */
    FlagConfiguration repaired(FlagDefinition wanted, Rollout initial) {
        List<TargetingRule> kept = new ArrayList<>();
        rules.ifPresent(list -> list.forEach(one -> rule(one).ifPresent(rule -> {
            kept.add(rule);
            if (!goesWith(wanted, kept, Rollout.NONE)) {
                kept.remove(kept.size() - 1);
            }
        })));
        Optional<Rollout> known = rollout.filter(found -> goesWith(wanted, List.of(), found));
        boolean all = known.isPresent()
                && rules.filter(list -> list.size() == kept.size()).isPresent();
        return new FlagConfiguration(wanted, all && enabled, kept, known.orElse(initial), version + 1);
    }

    private boolean goesWith(FlagDefinition wanted, List<TargetingRule> some, Rollout known) {
        try {
            return new FlagConfiguration(wanted, false, some, known, version).version() == version;
        } catch (InvalidFlagException e) {
            return false;
        }
    }

    private static Optional<TargetingRule> rule(Object json) {
        try {
            return Optional.of(RuleParser.rules(List.of(json)).get(0));
        } catch (InvalidFlagException e) {
            return Optional.empty();
        }
    }

    private static Optional<Rollout> rollout(Map<String, Object> parts) {
        try {
            return Optional.of(new Rollout(JsonFields.of(parts, names(parts)).percentages("rollout")));
        } catch (InvalidFlagException e) {
            return Optional.empty();
        }
    }

    private static Optional<FlagDefinition> definition(ResultSet row, Map<String, Object> parts) throws SQLException {
        try {
            return Optional.of(FlagRow.definition(row, JsonFields.of(parts, names(parts))));
        } catch (RuntimeException e) {
            return Optional.empty();
        }
    }

    private static Optional<Object> json(String text) {
        try {
            return Optional.ofNullable(JsonReader.read(text));
        } catch (RuntimeException e) {
            return Optional.empty();
        }
    }

    private static String[] names(Map<String, Object> parts) {
        return parts.keySet().toArray(String[]::new);
    }

    private static Map<String, String> columns() {
        Map<String, String> columns = new LinkedHashMap<>();
        List.of("tags", "variants", "rules", "rollout").forEach(name -> columns.put(name, name));
        return columns;
    }
}
