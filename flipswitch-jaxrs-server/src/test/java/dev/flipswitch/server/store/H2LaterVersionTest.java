package dev.flipswitch.server.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flipswitch.rules.FlagConfiguration;
import dev.flipswitch.server.config.DatabaseSettings;
import dev.flipswitch.server.flags.Environment;
import dev.flipswitch.server.flags.FlagStore;
import dev.flipswitch.server.flags.Project;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Folders that a server with H2 2.5.252 has left. The file's format is the same. */
class H2LaterVersionTest {

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"stopped", "killed"})
    void takesOverWhatALaterVersionHasStored(String how) throws Exception {
        unpack(how);

        for (long version : List.of(33L, 34L)) {
            try (Database database = Database.open(new DatabaseSettings.Folder(folder), 2)) {
                FlagStore store = new JdbiFlagStore(database, Clock.systemUTC());
                Project project = store.projects().get(0);
                Environment development = project.environments().get(0);
                FlagConfiguration flag = Objects.requireNonNull(
                                store.load(development).flags().get("dark-mode"))
                        .configuration();
                assertThat(flag.version()).isEqualTo(version);
                assertThat(flag.rules()).singleElement().satisfies(rule -> assertThat(rule.id())
                        .isEqualTo("testers"));
                assertThat(store.segments(project)).hasSize(1);
                assertThat(store.credentials().apiKeys()).hasSize(2);
                long newest = store.load(development).lastEventId();
                assertThat(store.changes(development, 1, newest, 100).orElseThrow())
                        .hasSize((int) version);
                assertThat(store.configure(development, "dark-mode", StoreFixture::toggled))
                        .isPresent();
            }
        }
    }

    private void unpack(String how) throws Exception {
        try (InputStream resource = Objects.requireNonNull(getClass().getResourceAsStream("h2-2.5.252.zip"));
                ZipInputStream zip = new ZipInputStream(resource)) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                if (entry.getName().equals(how + ".mv.db")) {
                    Files.copy(zip, folder.resolve("flipswitch.mv.db"));
                }
            }
        }
    }
}
