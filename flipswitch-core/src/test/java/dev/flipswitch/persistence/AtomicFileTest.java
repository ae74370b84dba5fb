package dev.flipswitch.persistence;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file that is replaced as a whole, where links lead to it. */
class AtomicFileTest {
    @TempDir
    private Path folder;

    private Path real;
    private Path link;

    @BeforeEach
    void makeFolder() throws IOException {
        real = Files.createDirectory(folder.resolve("real")).resolve("flags.json");
        link = folder.resolve("flags.json");
    }

    private static void write(Path path) throws IOException {
        new AtomicFile(path).write("new".getBytes(UTF_8));
    }

    @Test
    void followsALinkToAFile() throws IOException {
        Files.writeString(real, "old");
        Files.createSymbolicLink(link, Path.of("real", "flags.json"));
        write(link);
        assertThat(link).isSymbolicLink();
        assertThat(real).hasContent("new").isRegularFile();
        assertThat(folder.toFile().list()).containsExactlyInAnyOrder("real", "flags.json");
    }

    @Test
    void followsALinkToWhereNoFileIsYetAndALinkToALink() throws IOException {
        Path second = Files.createSymbolicLink(folder.resolve("second"), real);
        Files.createSymbolicLink(link, second);
        write(link);
        assertThat(link).isSymbolicLink();
        assertThat(second).isSymbolicLink();
        assertThat(real).hasContent("new");
    }

    @Test
    void followsALinkToAFolder() throws IOException {
        Path other = Files.createSymbolicLink(folder.resolve("other"), Path.of("real"));
        write(other.resolve("flags.json"));
        assertThat(other).isSymbolicLink();
        assertThat(real).hasContent("new");
    }

    @Test
    void refusesLinksThatLeadNowhere() throws IOException {
        Path second = folder.resolve("second");
        Files.createSymbolicLink(link, second);
        Files.createSymbolicLink(second, link);
        assertThatExceptionOfType(FileSystemLoopException.class).isThrownBy(() -> write(link));
        assertThat(link).isSymbolicLink();
    }
}
