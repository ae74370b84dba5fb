package dev.flipswitch.server.store;

import dev.flipswitch.rules.FlagConfiguration;
import dev.flipswitch.rules.FlagDefinition;
import dev.flipswitch.rules.FlagType;
import dev.flipswitch.rules.Rollout;
import dev.flipswitch.server.flags.Damage;
import dev.flipswitch.server.flags.Flag;
import dev.flipswitch.server.flags.Snapshot;
import dev.flipswitch.server.json.JsonFields;
import dev.flipswitch.server.json.JsonReader;
import dev.flipswitch.server.json.JsonWriter;
import dev.flipswitch.server.json.RuleParser;
import dev.flipswitch.server.json.RuleWriter;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A row of a flag in an environment. Immutable.
 *
 * @param id the id of the flag's own row
 * @param flag the flag
 */
record FlagRow(long id, Flag flag) {

    /** Where the columns come from that {@link #read} wants. */
    static final String SELECT =
            """
            select f.id, f.flag_key, f.type, f.description, f.tags, f.variants, f.default_variant,
                   fe.enabled, coalesce(r.rules, '[]') as rules, fe.rollout, fe.version, fe.updated_at
              from flag_environments fe join flags f on f.id = fe.flag_id
              left join flag_rules r on r.environment_id = fe.environment_id and r.flag_id = fe.flag_id
             where fe.environment_id = :environment""";

    private static final String[] JSON = {"tags", "variants", "rules", "rollout"};

    static FlagRow read(ResultSet row) throws SQLException {
        JsonFields json = json(row);
        FlagDefinition definition = definition(row, json);
        FlagConfiguration configuration = new FlagConfiguration(
                definition,
                row.getBoolean("enabled"),
                RuleParser.rules(json.list("rules")),
                new Rollout(json.percentages("rollout")),
                row.getLong("version"));
        return new FlagRow(row.getLong("id"), new Flag(configuration, instant(row, "updated_at")));
    }

    /** The columns of the flag itself. */
    static FlagDefinition definition(ResultSet row, JsonFields json) throws SQLException {
        return new FlagDefinition(
                row.getString("flag_key"),
                FlagType.of(row.getString("type")).orElseThrow(),
                json.object("variants"),
                row.getString("default_variant"),
                row.getString("description"),
                json.texts("tags"));
    }

    /** Reads a row; empty if it makes no sense, as after it was changed by hand. */
    static Optional<FlagRow> sound(ResultSet row, Map<String, Damage> damaged) throws SQLException {
        try {
            return Optional.of(read(row));
        } catch (RuntimeException e) {
            damaged.put(
                    Snapshot.FLAGS + row.getString("flag_key"),
                    new Damage(SqlErrors.reason(e), Optional.empty(), Remains.parts(row)));
            return Optional.empty();
        }
    }

    static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    static OffsetDateTime timestamp(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    static String variants(FlagDefinition definition) {
        return JsonWriter.write(definition.variants());
    }

    static String tags(FlagDefinition definition) {
        return JsonWriter.write(definition.tags());
    }

    static String rules(FlagConfiguration configuration) {
        return JsonWriter.write(RuleWriter.rules(configuration.rules()));
    }

    static String rollout(FlagConfiguration configuration) {
        return JsonWriter.write(configuration.rollout().percentages());
    }

    /** Whether a definition, with its variants in the order that is stored, would change nothing. */
    boolean isDefinedAs(FlagDefinition definition) {
        return flag.configuration().definition().equals(definition);
    }

    /** What the audit log is about. */
    static Map<String, Object> state(FlagConfiguration configuration) {
        Map<String, Object> state = new LinkedHashMap<>();
        FlagDefinition definition = configuration.definition();
        state.put("type", definition.type().id());
        state.put("description", definition.description());
        state.put("tags", definition.tags());
        state.put("variants", definition.variants());
        state.put("defaultVariant", definition.defaultVariant());
        state.put("enabled", configuration.enabled());
        state.put("rules", RuleWriter.rules(configuration.rules()));
        state.put("rollout", configuration.rollout().percentages());
        state.put("version", configuration.version());
        return state;
    }

    private static JsonFields json(ResultSet row) throws SQLException {
        Map<String, Object> columns = new LinkedHashMap<>();
        for (String column : JSON) {
            columns.put(column, Objects.requireNonNull(JsonReader.read(row.getString(column))));
        }
        return JsonFields.of(columns, JSON);
    }
}
