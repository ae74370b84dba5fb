package dev.flipswitch.server.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flipswitch.server.config.DatabaseSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.h2.store.fs.FilePath;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class H2PowerLossTest extends StoreFixture {

    private final ForcedPath files = new ForcedPath();

    @TempDir
    Path folder;

    @Override
    DatabaseSettings newDatabase() {
        FilePath.register(files);
        return at(ForcedPath.SCHEME + ":" + folder.resolve("flags"));
    }

    @AfterEach
    void unregister() {
        FilePath.unregister(files);
    }

    @Test
    void losesNoChangeThatHasReturned() throws IOException {
        store.define(project, darkMode("off"), TENTH);
        toggle();

        Files.copy(folder.resolve("flags.mv.db.forced"), folder.resolve("left.mv.db"));
        database.close();
        open(at(folder.resolve("left").toString()));

        assertThat(flag(development).enabled()).isTrue();
    }

    private static DatabaseSettings at(String file) {
        return new DatabaseSettings.Url("jdbc:h2:" + file, null, null);
    }
}
