package dev.flipswitch.server.store;

import dev.flipswitch.rules.FlagConfiguration;
import dev.flipswitch.rules.FlagDefinition;
import dev.flipswitch.rules.FlagType;
import dev.flipswitch.rules.Rollout;
import dev.flipswitch.server.flags.Flag;
import dev.flipswitch.server.json.JsonReading;
import dev.flipswitch.server.json.JsonWriting;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * A row of a flag in an environment. Immutable.
 *
 * @param id the id of the flag's own row
 * @param flag the flag
 */
record StoredFlag(long id, Flag flag) {

    /** Where the columns come from that {@link #read} wants. */
    static final String SELECT =
            """
            select f.id, f.flag_key, f.type, f.description, f.variants, f.default_variant,
                   fe.enabled, fe.rollout, fe.version, fe.updated_at
              from flag_environments fe join flags f on f.id = fe.flag_id
             where fe.environment_id = :environment""";

    static StoredFlag read(ResultSet row) throws SQLException {
        FlagType type = FlagType.of(row.getString("type")).orElseThrow();
        FlagDefinition definition = new FlagDefinition(
                row.getString("flag_key"),
                type,
                notNull(object(row.getString("variants"))),
                row.getString("default_variant"));
        FlagConfiguration configuration = new FlagConfiguration(
                definition,
                row.getBoolean("enabled"),
                new Rollout(percentages(object(row.getString("rollout")))),
                row.getLong("version"));
        return new StoredFlag(
                row.getLong("id"), new Flag(configuration, row.getString("description"), instant(row, "updated_at")));
    }

    static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    static OffsetDateTime timestamp(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    static String variants(FlagDefinition definition) {
        return JsonWriting.write(definition.variants());
    }

    static String rollout(Rollout rollout) {
        return JsonWriting.write(rollout.percentages());
    }

    /** What the audit log keeps of this row. */
    String audited() {
        return audited(flag.configuration(), flag.description());
    }

    /** Whether a definition would change nothing; the order of variants counts, rollouts go by it. */
    boolean isDefinedAs(FlagDefinition definition, String description) {
        FlagDefinition own = flag.configuration().definition();
        return own.equals(definition)
                && variants(own).equals(variants(definition))
                && flag.description().equals(description);
    }

    /** What the audit log keeps of a configuration. */
    static String audited(FlagConfiguration configuration, String description) {
        Map<String, Object> state = new LinkedHashMap<>();
        FlagDefinition definition = configuration.definition();
        state.put("type", definition.type().id());
        state.put("description", description);
        state.put("variants", definition.variants());
        state.put("defaultVariant", definition.defaultVariant());
        state.put("enabled", configuration.enabled());
        state.put("rollout", configuration.rollout().percentages());
        state.put("version", configuration.version());
        return JsonWriting.write(state);
    }

    private static Map<?, ?> object(String json) {
        return (Map<?, ?>) Objects.requireNonNull(JsonReading.read(json));
    }

    private static Map<String, Object> notNull(Map<?, ?> object) {
        Map<String, Object> members = new LinkedHashMap<>();
        object.forEach((name, value) -> members.put((String) name, Objects.requireNonNull(value)));
        return members;
    }

    private static Map<String, BigDecimal> percentages(Map<?, ?> object) {
        Map<String, BigDecimal> percentages = new LinkedHashMap<>();
        object.forEach((name, value) -> percentages.put((String) name, new BigDecimal(String.valueOf(value))));
        return percentages;
    }
}
