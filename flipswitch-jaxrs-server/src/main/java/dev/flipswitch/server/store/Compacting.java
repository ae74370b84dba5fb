package dev.flipswitch.server.store;

import com.zaxxer.hikari.HikariDataSource;
import dev.flipswitch.server.flags.FlagStore.Compaction;
import dev.flipswitch.server.messages.Messages;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.jdbi.v3.core.ConnectionException;
import org.jdbi.v3.core.Jdbi;

/**
 * Gives space in H2's file back to the system. H2 writes a new file beside the old one, and replaces the old one when
 * the new one is on the disk. So nothing is lost whenever that ends. Stateless.
 */
final class Compacting {

    private static final Logger LOGGER = System.getLogger(Compacting.class.getName());

    private Compacting() {}

    /** H2 closes the database for it; the next connection opens it again. */
    static Compaction compact(Jdbi jdbi, DataSource connections) {
        long before = size(jdbi);
        evict(connections);
        close(connections);
        evict(connections); // those that came meanwhile
        return new Compaction(before, size(jdbi));
    }

    private static void evict(DataSource connections) {
        if (connections instanceof HikariDataSource pool) {
            pool.getHikariPoolMXBean().softEvictConnections();
        }
    }

    /** For a server that stops. */
    static void compactAtLast(DataSource connections) {
        try {
            close(connections);
        } catch (ConnectionException e) {
            LOGGER.log(Level.WARNING, Messages.notCompacted(SqlErrors.reason(e)));
        }
    }

    /** Not by the pool, which would go on with the connection. */
    private static void close(DataSource connections) {
        try {
            if (connections instanceof HikariDataSource pool && pool.getDataSource() instanceof H2Source source) {
                source.compact();
            }
        } catch (SQLException e) {
            throw new ConnectionException(e);
        }
    }

    private static long size(Jdbi jdbi) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "select setting_value from information_schema.settings where setting_name = 'info.FILE_SIZE'")
                .mapTo(Long.class)
                .one());
    }
}
