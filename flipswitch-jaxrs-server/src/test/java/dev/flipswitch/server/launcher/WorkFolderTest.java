package dev.flipswitch.server.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkFolderTest {

    @Test
    void removesWhatAKilledProcessLeftAndNothingElse(@TempDir Path temp) throws Exception {
        Path left = folder(temp, "flipswitch-1-2-left", "in-use");
        Files.createDirectories(left.resolve("lib"));
        Files.writeString(left.resolve("lib/some.jar"), "jar");
        Path linked = folder(temp, "elsewhere", "in-use");
        List<Path> kept = List.of(
                folder(temp, "flipswitch-data", "flags.mv.db"),
                folder(temp, "other-1-2-x", "in-use"),
                Files.createSymbolicLink(temp.resolve("flipswitch-1-2-link"), linked),
                linked);

        try (WorkFolder own = WorkFolder.create(temp);
                WorkFolder another = WorkFolder.create(temp)) {
            assertThat(left).doesNotExist();
            assertThat(kept).allSatisfy(path -> assertThat(path).exists());
            assertThat(linked.resolve("in-use")).exists();
            assertThat(own.path()).exists().isNotEqualTo(another.path());
            Files.writeString(own.path().resolve("a-file"), "x");
        }

        try (var all = Files.list(temp)) {
            assertThat(all).hasSameSizeAs(kept);
        }
    }

    private static Path folder(Path temp, String name, String file) throws Exception {
        Path folder = Files.createDirectory(temp.resolve(name));
        Files.writeString(folder.resolve(file), "");
        return folder;
    }
}
