package dev.flipswitch.server.store;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flipswitch.server.config.DatabaseSettings;
import dev.flipswitch.server.config.StartupFailure;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class H2FlagStoreTest extends FlagStoreContract {

    @TempDir
    Path folder;

    @Override
    DatabaseSettings newDatabase() {
        return new DatabaseSettings.Folder(folder);
    }

    @Test
    void refusesAFolderThatIsNone() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "");

        assertThatThrownBy(() -> Database.open(new DatabaseSettings.Folder(file.resolve("below")), 8))
                .isInstanceOf(StartupFailure.class)
                .hasMessageContaining("the data folder " + file.resolve("below") + " can't be used")
                .hasMessageNotContaining("\n");
    }
}
