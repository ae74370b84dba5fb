package dev.flipswitch.server.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flipswitch.server.config.DatabaseSettings;
import dev.flipswitch.server.flags.FlagStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class H2SpaceTest extends SpaceContract {

    private static final long MIB = 1L << 20;

    @TempDir
    Path folder;

    @Override
    DatabaseSettings newDatabase() {
        return new DatabaseSettings.Folder(folder);
    }

    /** Half a GiB once. */
    @Test
    void growsLittleWhileAFlagWithLongRulesIsToggled() throws IOException {
        store.define(project, darkMode("off"), TENTH);
        store.configure(development, "dark-mode", old -> serving(old, users()));

        for (int i = 0; i < TOGGLES; i++) {
            toggle();
        }

        assertThat(size()).isLessThan(16 * MIB);
    }

    @Test
    void givesSpaceBackAtTheStop() throws IOException {
        fill();
        long before = size();

        database.close();

        assertThat(size()).isLessThan(before / 2);
        assertOwnersAlone();
        open(settings());
        assertThat(flag(development).rules()).hasSize(1);
    }

    @Test
    void givesSpaceBackOnRequestAndGoesOn() {
        fill();

        FlagStore.Compaction compaction = store.compact().orElseThrow();

        assertThat(compaction.bytesAfter()).isLessThan(compaction.bytesBefore() / 2);
        assertOwnersAlone();
        assertThat(store.isAvailable()).isTrue();
        assertThat(toggle()).isTrue();
        assertThat(flag(development).rules()).hasSize(1);
        assertThat(folder.resolve("flipswitch.trace.db"))
                .as("H2's file of errors")
                .doesNotExist();
    }

    /** H2 may put the smaller file in its place after it has answered. */
    @Test
    void closesAFileToOthersThatIsThereOnlyAfterTheCompaction() throws Exception {
        database.close();
        H2Backend backend = H2Backend.in(folder);
        DataSource connections = backend.dataSource();
        backend.opened(Jdbi.create(connections).withHandle(H2File::of));
        connections.getConnection().close();
        ((H2Source) connections).compact();
        Files.setPosixFilePermissions(folder.resolve("flipswitch.mv.db"), PosixFilePermissions.fromString("rw-r--r--"));

        connections.getConnection().close();

        assertOwnersAlone();
    }

    @Test
    void compactsNoDatabaseThatIsNotItsAlone() {
        assertThat(H2Backend.at(url("jdbc:h2:tcp://localhost/flags")).hasOwnFile())
                .isFalse();
        assertThat(H2Backend.at(url("jdbc:h2:file:/flags;auto_server=true")).hasOwnFile())
                .isFalse();
        assertThat(H2Backend.at(url("jdbc:h2:/flags")).hasOwnFile()).isTrue();
    }

    private void assertOwnersAlone() {
        try {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("flipswitch.mv.db"))))
                    .isEqualTo("rw-------");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void fill() {
        store.define(project, darkMode("off"), TENTH);
        for (int i = 0; i < 20; i++) {
            store.configure(development, "dark-mode", old -> serving(toggled(old), users()));
            store.configure(development, "dark-mode", old -> serving(toggled(old), users().subList(1, VALUES)));
        }
    }

    private long size() throws IOException {
        return Files.size(folder.resolve("flipswitch.mv.db"));
    }

    private static DatabaseSettings.Url url(String url) {
        return new DatabaseSettings.Url(url, null, null);
    }

    @Override
    String numbers(int last) {
        return "system_range(1, " + last + ")";
    }
}
