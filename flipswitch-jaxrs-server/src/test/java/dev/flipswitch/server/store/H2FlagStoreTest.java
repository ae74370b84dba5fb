package dev.flipswitch.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flipswitch.server.config.DatabaseSettings;
import dev.flipswitch.server.config.StartupFailure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class H2FlagStoreTest extends FlagStoreContract {

    @TempDir
    Path folder;

    @Override
    DatabaseSettings newDatabase() {
        return new DatabaseSettings.Folder(folder);
    }

    @Override
    String numbers(int last) {
        return "system_range(1, " + last + ")";
    }

    @Test
    void refusesAFolderThatIsNone() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "");

        assertThatThrownBy(() -> Database.open(new DatabaseSettings.Folder(file.resolve("below")), 8))
                .isInstanceOf(StartupFailure.class)
                .hasMessageContaining("the data folder " + file.resolve("below") + " can't be used")
                .hasMessageNotContaining("\n");
    }

    @Test
    void writesEachCommitToTheDiskAtOnce() {
        assertThat(setting(database, "WRITE_DELAY")).containsOnly("0");
    }

    @Test
    void takesAnAddressWithParametersOfItsOwn() {
        DatabaseSettings byUrl = new DatabaseSettings.Url(
                "jdbc:h2:file:" + folder.resolve("other") + ";db_close_on_exit=TRUE;CACHE_SIZE=1000", "me", "secret");
        try (Database other = Database.open(byUrl, 2)) {
            assertThat(setting(other, "WRITE_DELAY")).containsOnly("0");
            assertThat(new JdbiFlagStore(other, Clock.systemUTC()).projects()).isEmpty();
        }

        assertThatThrownBy(() -> Database.open(
                        new DatabaseSettings.Url("jdbc:h2:file:" + folder.resolve("other"), "me", "wrong"), 2))
                .isInstanceOf(StartupFailure.class)
                .hasMessageContaining("the database jdbc:h2:file:" + folder.resolve("other") + " is wrong")
                .hasMessageNotContaining("secret");
    }

    /** H2 lists some settings twice. */
    private static List<String> setting(Database database, String name) {
        return database.jdbi().withHandle(handle -> handle.createQuery(
                        "select setting_value from information_schema.settings where setting_name = :name")
                .bind("name", name)
                .mapTo(String.class)
                .list());
    }
}
