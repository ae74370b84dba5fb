package dev.flipswitch.server.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.flipswitch.server.config.Messages;
import dev.flipswitch.server.config.StartupFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import org.h2.api.ErrorCode;
import org.h2.jdbcx.JdbcDataSource;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * The pool of connections to an embedded H2 database in a file. Each commit is on disk before it is answered, and one
 * process at a time has the file. Thread-safe.
 */
public final class Database implements AutoCloseable {

    private static final int CONNECTIONS = 8;
    private static final Duration CONNECTION_TIMEOUT = Duration.ofSeconds(5);

    private final HikariDataSource pool;

    private Database(HikariDataSource pool) {
        this.pool = pool;
    }

    /**
     * Opens or creates the database and brings its schema up to date.
     *
     * @param folder where its file is
     * @return the open database
     * @throws StartupFailure if the folder can't be used or another process uses it
     */
    public static Database open(Path folder) {
        @Nullable HikariDataSource pool = null;
        try {
            Files.createDirectories(folder);
            pool = new HikariDataSource(config(folder));
            Migrations.apply(pool);
            return new Database(pool);
        } catch (IOException | RuntimeException e) {
            if (pool != null) {
                pool.close();
            }
            throw failure(folder, e);
        }
    }

    Jdbi jdbi() {
        return Jdbi.create(pool);
    }

    @Override
    public void close() {
        pool.close();
        org.h2.Driver.unload();
    }

    private static HikariConfig config(Path folder) {
        JdbcDataSource h2 = new JdbcDataSource();
        h2.setURL("jdbc:h2:file:" + folder.resolve("flipswitch")
                + ";WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE;LOCK_TIMEOUT=10000");
        HikariConfig config = new HikariConfig();
        config.setPoolName("flipswitch");
        config.setDataSource(h2);
        config.setMaximumPoolSize(CONNECTIONS);
        config.setConnectionTimeout(CONNECTION_TIMEOUT.toMillis());
        return config;
    }

    private static StartupFailure failure(Path folder, Exception e) {
        Throwable root = e;
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && sql.getErrorCode() == ErrorCode.DATABASE_ALREADY_OPEN_1) {
                return new StartupFailure(Messages.dataInUse(folder), e);
            }
            root = cause;
        }
        return new StartupFailure(Messages.dataUnusable(folder, firstLine(root)), e);
    }

    private static String firstLine(Throwable e) {
        return e.toString().lines().findFirst().orElse("");
    }
}
