package dev.flipswitch.server.store;

import java.io.IOException;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientConnectionException;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.h2.mvstore.MVStoreException;
import org.jdbi.v3.core.ConnectionException;

/** Tells a database that is away from a fault. Stateless. */
final class SqlErrors {

    /** The connection is broken; the server is ending, ended or starting; it has no room, or is read only. */
    private static final Set<String> AWAY = Set.of("08", "57P", "53", "25006");

    /** A table or column is not there: the database is being restored, or is another server's. */
    private static final Set<String> INCOMPLETE = Set.of("3F000", "42P01", "42703", "42S02", "42S04", "42S22");

    /** H2: its file is closed, can't be read or is another process's. */
    private static final Set<String> H2_AWAY =
            Set.of("90007", "90020", "90028", "90030", "90031", "90067", "90097", "90098", "90121");

    private static final Pattern HASH = Pattern.compile("[0-9A-Fa-f]{64}");

    private SqlErrors() {}

    static boolean isAway(Throwable failure) {
        return causes(failure).anyMatch(SqlErrors::isOfConnectionOrFile)
                || sql(failure).anyMatch(SqlErrors::saysAway);
    }

    static Stream<SQLException> sql(Throwable failure) {
        return causes(failure).filter(SQLException.class::isInstance).map(SQLException.class::cast);
    }

    /** What H2 and the pool wrapped in their own: such an error spoils more than a statement. */
    static Optional<VirtualMachineError> error(Throwable failure) {
        return causes(failure)
                .filter(VirtualMachineError.class::isInstance)
                .map(VirtualMachineError.class::cast)
                .findFirst();
    }

    /** The same, but for the stored hashes that a database repeats in what it says of a row. */
    static RuntimeException withoutHashes(RuntimeException failure) {
        return causes(failure).anyMatch(cause -> HASH.matcher(cause.toString()).find())
                ? new IllegalStateException(copy(failure))
                : failure;
    }

    private static Throwable copy(Throwable failure) {
        Throwable cause = failure.getCause();
        Throwable copy = new IllegalStateException(
                HASH.matcher(failure.toString()).replaceAll("(a hash)"), cause == null ? null : copy(cause));
        copy.setStackTrace(failure.getStackTrace());
        return copy;
    }

    /** The deepest cause in one line. */
    static String reason(Throwable failure) {
        return causes(failure)
                .reduce((outer, inner) -> inner)
                .flatMap(root -> root.toString().lines().findFirst())
                .map(line -> HASH.matcher(line).replaceAll("(a hash)"))
                .orElse("");
    }

    /** What H2's file can't do, a full disk above all, closes the database whatever SQL state it has. */
    private static boolean isOfConnectionOrFile(Throwable cause) {
        return cause instanceof ConnectionException
                || cause instanceof IOException
                || cause instanceof MVStoreException;
    }

    private static boolean saysAway(SQLException failure) {
        String state = Objects.requireNonNullElse(failure.getSQLState(), "");
        return failure instanceof SQLTransientConnectionException
                || failure instanceof SQLNonTransientConnectionException
                || failure instanceof SQLRecoverableException
                || AWAY.stream().anyMatch(state::startsWith)
                || INCOMPLETE.contains(state)
                || H2_AWAY.contains(state);
    }

    static Stream<Throwable> causes(Throwable failure) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause);
    }
}
