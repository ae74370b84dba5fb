package dev.flipswitch.server.store;

import java.time.Instant;
import org.jdbi.v3.core.Handle;

/** Deletes what is old, a bounded number of rows at a time, the oldest first. Stateless. */
final class Retention {

    private static final int ROWS = 1_000;

    private Retention() {}

    /** Deletes some changes; the result says how many, 0 if there are none. */
    static int forgetEvents(Handle handle, Instant before) {
        return delete(
                handle,
                before,
                """
                delete from events where (environment_id, id) in (
                  select environment_id, id from events where created_at < :before
                   order by environment_id, id fetch first :rows rows only)""");
    }

    /** Deletes some entries of the audit log, without looking at all of it: ids rise with time. */
    static int forgetAudit(Handle handle, Instant before) {
        return delete(
                handle,
                before,
                """
                delete from audit where created_at < :before and id in (
                  select id from audit order by id fetch first :rows rows only)""");
    }

    private static int delete(Handle handle, Instant before, String sql) {
        return handle.createUpdate(sql)
                .bind("before", FlagRow.timestamp(before))
                .bind("rows", ROWS)
                .execute();
    }
}
