package dev.flipswitch.server.store;

import static dev.flipswitch.fixtures.Limits.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.flipswitch.server.config.DatabaseSettings;
import dev.flipswitch.server.flags.StoreUnavailableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.h2.store.fs.FilePath;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of H2 when its disk is full or its file is gone, while the server runs. */
class H2AwayTest extends StoreFixture {

    private final FullPath files = new FullPath();
    private final Logger logger = Logger.getLogger("dev.flipswitch.server");
    private final List<String> logged = new CopyOnWriteArrayList<>();
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord entry) {
            logged.add(entry.getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    @TempDir
    Path folder;

    @Override
    DatabaseSettings newDatabase() {
        FilePath.register(files);
        return new DatabaseSettings.Url("jdbc:h2:" + FullPath.SCHEME + ":" + data().resolve("flags"), null, null);
    }

    @BeforeEach
    void listen() {
        logger.addHandler(handler);
        store.define(project, darkMode("off"), TENTH);
    }

    @AfterEach
    void restore() {
        FullPath.full(false);
        logger.removeHandler(handler);
        FilePath.unregister(files);
    }

    @Test
    void refusesChangesFromTheFirstOnWhileTheDiskIsFullAndGoesOnWhenItIsNot() {
        toggle();
        FullPath.full(true);

        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(this::toggle).isInstanceOf(StoreUnavailableException.class);
            assertThat(store.isAvailable()).isFalse();
        }
        FullPath.full(false);

        await().atMost(LIMIT).until(store::isAvailable);
        assertThat(flag(development).version()).isEqualTo(2);
        toggle();
        reopen();
        assertThat(flag(development).version()).isEqualTo(3);
        assertThat(logged)
                .filteredOn(line -> line.startsWith("FLIP-SERVER-0020"))
                .hasSize(1);
        assertThat(logged)
                .filteredOn(line -> line.startsWith("FLIP-SERVER-0021"))
                .hasSize(1);
    }

    @Test
    void storesNothingInAFolderThatIsAwayAndGoesOnWhenItIsBack() throws IOException {
        openInFolder();
        Path away = folder.resolve("away");
        Files.move(data(), away);

        assertThatThrownBy(this::toggle)
                .isInstanceOf(StoreUnavailableException.class)
                .cause()
                .hasMessageContaining("flipswitch.mv.db was removed or replaced");
        await().atMost(LIMIT).until(() -> !store.isAvailable());
        assertThat(data()).as("no new database").doesNotExist();
        Files.move(away, data());

        await().atMost(LIMIT).until(store::isAvailable);
        assertThat(flag(development).version()).isEqualTo(1);
        assertThat(toggle()).isTrue();
        assertThat(logged)
                .filteredOn(line -> line.startsWith("FLIP-SERVER-0020"))
                .hasSize(1);
    }

    @Test
    void opensAFileThatWasPutInThePlaceOfItsOwn() throws IOException {
        openInFolder();
        Path copy = folder.resolve("copy");
        Files.copy(data().resolve("flipswitch.mv.db"), copy);
        toggle();
        toggle();

        Files.move(copy, data().resolve("flipswitch.mv.db"), StandardCopyOption.REPLACE_EXISTING);

        await().atMost(LIMIT).until(() -> !store.isAvailable());
        await().atMost(LIMIT).until(store::isAvailable);
        assertThat(flag(development).version()).isEqualTo(1);
        assertThat(toggle()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 100, 8192, 12_288})
    void beginsNoDatabaseInAFileThatWasCutOff(int bytes) throws IOException {
        openInFolder();
        Path file = data().resolve("flipswitch.mv.db");
        Path away = folder.resolve("away.mv.db");
        Files.move(file, away);
        byte[] begin = Arrays.copyOf(Files.readAllBytes(away), bytes);
        Files.write(file, begin);

        await().atMost(LIMIT).until(() -> !store.isAvailable());
        assertThatThrownBy(this::toggle).isInstanceOf(StoreUnavailableException.class);
        assertThatThrownBy(store::projects).isInstanceOf(StoreUnavailableException.class);
        assertThat(file).as("as it was").hasBinaryContent(begin);
        Files.move(away, file, StandardCopyOption.REPLACE_EXISTING);

        await().atMost(LIMIT).until(store::isAvailable);
        assertThat(flag(development).version()).isEqualTo(1);
        assertThat(toggle()).isTrue();
    }

    @Test
    void leavesAnEmptyFileAsItIsWhenItStops() throws IOException {
        openInFolder();
        Path file = data().resolve("flipswitch.mv.db");
        Files.move(file, folder.resolve("away.mv.db"));
        Files.createFile(file);

        await().atMost(LIMIT).until(() -> !store.isAvailable());
        database.close();

        assertThat(file).isEmptyFile();
    }

    private Path data() {
        return folder.resolve("data");
    }

    private void openInFolder() {
        database.close();
        open(new DatabaseSettings.Folder(data()));
        store.createProject("default", "Default", List.of("development", "production"));
        project = store.projects().get(0);
        development = project.environments().get(0);
        store.define(project, darkMode("off"), TENTH);
    }
}
