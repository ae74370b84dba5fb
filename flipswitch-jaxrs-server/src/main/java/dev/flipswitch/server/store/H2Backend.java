package dev.flipswitch.server.store;

import dev.flipswitch.server.config.DatabaseSettings;
import dev.flipswitch.server.config.StartupFailure;
import dev.flipswitch.server.messages.Messages;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.h2.api.ErrorCode;
import org.h2.jdbcx.JdbcDataSource;

/**
 * H2, embedded: one process at a time has the file. For one database; thread-safe.
 */
final class H2Backend implements DatabaseBackend {

    private static final List<String> PARAMETERS =
            List.of("DB_CLOSE_ON_EXIT=FALSE", "LOCK_TIMEOUT=10000", "TRACE_LEVEL_FILE=0");

    /** Addresses at which others may be connected as well, or that are no file. */
    private static final Pattern SHARED = Pattern.compile("(?i)^jdbc:h2:(?:tcp|ssl|mem):|;AUTO_SERVER=TRUE");

    private final DatabaseSettings.Url url;
    private final Optional<Path> folder;
    private final JdbcDataSource source = new JdbcDataSource();
    private final H2Source connections;

    private H2Backend(DatabaseSettings.Url url, Optional<Path> folder) {
        this.url = url;
        this.folder = folder;
        connections = new H2Source(source, this::closeFiles);
    }

    static H2Backend in(Path folder) {
        return new H2Backend(
                new DatabaseSettings.Url("jdbc:h2:file:" + folder.resolve("flipswitch"), null, null),
                Optional.of(folder));
    }

    static H2Backend at(DatabaseSettings.Url url) {
        return new H2Backend(url, Optional.empty());
    }

    @Override
    public DataSource dataSource() {
        if (folder.isPresent()) {
            createFolder(folder.get());
        }
        H2Place.check(url.url());
        source.setURL(withParameters(url.url()));
        source.setUser(Objects.requireNonNullElse(url.user(), ""));
        source.setPassword(Objects.requireNonNullElse(url.password(), ""));
        return connections;
    }

    /** A database in memory is gone with its last connection. */
    @Override
    public void opened(Optional<H2File> file) {
        closeFiles();
        if (!source.getURL().startsWith("jdbc:h2:mem:")) {
            connections.opened(file);
        }
    }

    private void closeFiles() {
        folder.ifPresent(DataFolder::closeFiles);
    }

    @Override
    public boolean hasOwnFile() {
        return !SHARED.matcher(url.url()).find();
    }

    /** What the operator's address says goes before. */
    private static String withParameters(String url) {
        StringBuilder all = new StringBuilder(url);
        for (String parameter : PARAMETERS) {
            String name = parameter.substring(0, parameter.indexOf('=') + 1);
            if (!url.toUpperCase(Locale.ROOT).contains(";" + name)) {
                all.append(';').append(parameter);
            }
        }
        return all.toString();
    }

    private static void createFolder(Path folder) {
        DataFolder.blocker(folder).ifPresent(blocker -> {
            throw new StartupFailure(Messages.noFolder(folder, blocker));
        });
        try {
            DataFolder.create(folder);
        } catch (IOException e) {
            throw new StartupFailure(Messages.unwritable(folder, SqlErrors.reason(e)), e);
        }
    }

    @Override
    public StartupFailure failure(Throwable e) {
        return new StartupFailure(message(e), e);
    }

    private String message(Throwable e) {
        String reason = SqlErrors.reason(e);
        if (says(e, ErrorCode.DATABASE_ALREADY_OPEN_1)) {
            return folder.map(Messages::dataInUse).orElseGet(() -> Messages.databaseInUse(url));
        }
        if (says(e, ErrorCode.WRONG_USER_OR_PASSWORD)) {
            return Messages.wrongUser(this);
        }
        if (H2Place.isFull(e)) {
            return Messages.noRoom(this, H2Place.LEAST_ROOM);
        }
        if (says(e, ErrorCode.DATABASE_IS_READ_ONLY, ErrorCode.FILE_CREATION_FAILED_1)) {
            return Messages.unwritable(this, reason);
        }
        if (says(e, ErrorCode.FILE_CORRUPTED_1, ErrorCode.FILE_VERSION_ERROR_1) || H2Place.isDamaged(e)) {
            return Messages.damagedFile(this, reason);
        }
        return folder.map(path -> Messages.dataUnusable(path, reason))
                .orElseGet(() -> Messages.databaseUnusable(url, reason));
    }

    private static boolean says(Throwable failure, Integer... codes) {
        return SqlErrors.sql(failure).map(SQLException::getErrorCode).anyMatch(List.of(codes)::contains);
    }

    @Override
    public String toString() {
        return folder.map(Path::toString).orElseGet(url::toString);
    }
}
