package dev.flipswitch.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;

/** What is in a database, read while no server has it. Stateless. */
final class StoredFlags {

    /** Of each flag in each environment, with how often it was announced and audited. */
    private static final String FLAGS =
            """
            select f.flag_key, e.environment_key, fe.enabled, fe.version,
                   (select count(*) from events v
                     where v.environment_id = e.id and v.flag_key = f.flag_key) as announced,
                   (select count(*) from audit a
                     where a.environment_id = e.id and a.flag_key = f.flag_key) as audited,
                   (select a.state_after from audit a where a.id = (select max(id) from audit m
                     where m.environment_id = e.id and m.flag_key = f.flag_key)) as last_audited
              from flag_environments fe
              join flags f on f.id = fe.flag_id
              join environments e on e.id = fe.environment_id""";

    private static final String ENVIRONMENTS =
            """
            select e.last_event_id,
                   (select coalesce(max(v.id), 0) from events v where v.environment_id = e.id) as newest
              from environments e""";

    private StoredFlags() {}

    /** The flags of the development environment; fails if anything is half done anywhere. */
    static Map<String, WriteStorm.State> read(Connection connection) throws SQLException {
        Map<String, WriteStorm.State> development = new HashMap<>();
        try (Statement statement = connection.createStatement()) {
            try (ResultSet row = statement.executeQuery(FLAGS)) {
                while (row.next()) {
                    WriteStorm.State state = checked(row);
                    if (row.getString("environment_key").equals("development")) {
                        development.put(row.getString("flag_key"), state);
                    }
                }
            }
            try (ResultSet row = statement.executeQuery(ENVIRONMENTS)) {
                while (row.next()) {
                    assertThat(row.getLong("newest")).as("the newest event").isEqualTo(row.getLong("last_event_id"));
                }
            }
        }
        return development;
    }

    /** Each version of a flag is one event and one entry in the audit log, the last of which is what is stored. */
    private static WriteStorm.State checked(ResultSet row) throws SQLException {
        WriteStorm.State state = new WriteStorm.State(row.getBoolean("enabled"), row.getLong("version"));
        assertThat(row.getLong("announced")).as("events of a flag").isEqualTo(state.version());
        assertThat(row.getLong("audited")).as("audit rows of a flag").isEqualTo(state.version());
        assertThat(WriteStorm.State.of(row.getString("last_audited"))).isEqualTo(state);
        return state;
    }
}
