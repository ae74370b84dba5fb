package dev.flipswitch.server.store;

import dev.flipswitch.server.config.DatabaseSettings;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class H2RestoredTest extends RestoredContract {

    @TempDir
    Path folder;

    @Override
    DatabaseSettings newDatabase() {
        return new DatabaseSettings.Folder(folder);
    }
}
