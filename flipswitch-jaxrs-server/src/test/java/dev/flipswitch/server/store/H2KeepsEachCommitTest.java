package dev.flipswitch.server.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flipswitch.server.config.DatabaseSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.stream.IntStream;
import org.h2.store.fs.FilePath;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What a write has returned from is found by whoever opens what was in the folder at that moment. Space is used again
 * at once, as it is after 45 s otherwise: H2 2.5.252 fails here with the first few changes.
 */
class H2KeepsEachCommitTest extends StoreFixture {

    private static final String KILLED = "flags.mv.db";
    private static final String WITHOUT_POWER = "flags.mv.db.forced";
    private static final int WRITERS = 4;
    private static final int CHANGES = 200;

    private final ForcedPath files = new ForcedPath();
    private final ExecutorService writers = Executors.newFixedThreadPool(WRITERS);

    /** Nobody writes while a copy is made: no kill would leave half of the file as it was earlier. */
    private final ReadWriteLock quiet = new ReentrantReadWriteLock();

    @TempDir
    Path folder;

    @Override
    DatabaseSettings newDatabase() {
        FilePath.register(files);
        return new DatabaseSettings.Url(
                "jdbc:h2:" + ForcedPath.SCHEME + ":" + folder.resolve("flags") + ";RETENTION_TIME=0", null, null);
    }

    @AfterEach
    void end() {
        writers.shutdown();
        FilePath.unregister(files);
    }

    @ParameterizedTest
    @ValueSource(strings = {KILLED, WITHOUT_POWER})
    void hasEachChangeThatHasReturnedInWhatIsLeft(String left) throws Exception {
        store.define(project, darkMode("off"), TENTH);

        List<Callable<Void>> changes = IntStream.range(0, CHANGES)
                .<Callable<Void>>mapToObj(number -> () -> changeAndLook(number, left))
                .toList();
        for (Future<Void> change : writers.invokeAll(changes)) {
            change.get();
        }

        assertThat(flag(development).version()).isEqualTo(CHANGES + 1);
    }

    private Void changeAndLook(int number, String left) throws IOException, SQLException {
        quiet.readLock().lock();
        try {
            assertThat(toggle()).isTrue();
        } finally {
            quiet.readLock().unlock();
        }
        Path copy = folder.resolve("copy" + number);
        long written;
        quiet.writeLock().lock();
        try {
            written = flag(development).version();
            Files.copy(folder.resolve(left), Path.of(copy + ".mv.db"));
        } finally {
            quiet.writeLock().unlock();
        }
        assertThat(versionIn(copy)).as("version in copy %d", number).isEqualTo(written);
        return null;
    }

    private static long versionIn(Path copy) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:h2:file:" + copy + ";IFEXISTS=TRUE");
                Statement statement = connection.createStatement();
                ResultSet version = statement.executeQuery("select max(version) from flag_environments")) {
            assertThat(version.next()).isTrue();
            return version.getLong(1);
        }
    }
}
