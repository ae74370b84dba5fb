package dev.flipswitch.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.flipswitch.server.config.DatabaseSettings;
import dev.flipswitch.server.config.StartupFailure;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Random;
import org.h2.store.fs.FilePath;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the server says at the start about a place that it can't work with; it never begins anew where flags were. */
class H2StartTest {

    private static final int HEADERS = 8192;

    private static Path stored;

    @TempDir
    Path temporary;

    private Path folder;
    private Path file;
    private final FullPath files = new FullPath();

    @BeforeAll
    static void create(@TempDir Path folder) {
        Database.open(new DatabaseSettings.Folder(folder), 2).close();
        stored = folder.resolve("flipswitch.mv.db");
    }

    @BeforeEach
    void copy() throws IOException {
        FilePath.register(files);
        folder = Files.createDirectory(temporary.resolve("data"));
        file = Files.copy(stored, folder.resolve("flipswitch.mv.db"));
    }

    @AfterEach
    void restore() {
        FullPath.full(false);
        FilePath.unregister(files);
    }

    @Test
    void startsWithWhatItHasStored() throws IOException {
        Database.open(new DatabaseSettings.Folder(folder), 2).close();

        assertThat(folder).isDirectoryNotContaining(path -> !path.equals(file));
    }

    @Test
    void startsWithOneOfTwoHeadersDamaged() throws IOException {
        damage(0, 100);

        Database.open(new DatabaseSettings.Folder(folder), 2).close();
    }

    /** Whoever would delete it, as an empty file's message says, would delete another server's flags. */
    @ParameterizedTest
    @ValueSource(ints = {0, 100, HEADERS})
    void saysOfAFileThatAnotherServerBeginsThatItIsInUse(int written) throws IOException {
        Path other = Files.createDirectory(temporary.resolve("other" + written));
        Path begun = other.resolve("flipswitch.mv.db");
        Files.write(begun, Arrays.copyOf(Files.readAllBytes(file), written));
        try (FileChannel writing = FileChannel.open(begun, StandardOpenOption.WRITE);
                FileLock lock = writing.lock()) {
            assertThat(lock.isValid()).isTrue();

            assertRefused(other, "FLIP-SERVER-0104", "is in use by another process");
        }
    }

    @Test
    void namesTheFileThatIsInTheWayOfTheFolder() throws IOException {
        Path blocker = Files.writeString(temporary.resolve("file"), "");
        Path link = Files.createSymbolicLink(temporary.resolve("link"), temporary.resolve("nowhere"));

        assertRefused(blocker, "FLIP-SERVER-0140", blocker + " is not a folder; move it away");
        assertRefused(blocker.resolve("below/it"), "FLIP-SERVER-0140", blocker + " is not a folder; move it away");
        assertRefused(link, "FLIP-SERVER-0140", link + " is not a folder; move it away");
    }

    @Test
    void saysThatAFolderIsInThePlaceOfTheFile() throws IOException {
        Files.delete(file);
        Files.createDirectory(file);

        assertRefused(folder, "FLIP-SERVER-0147", file + " is a folder; move it away");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, HEADERS})
    void beginsNoNewDatabaseInAFileThatHoldsNothing(int size) throws IOException {
        cutOff(size);

        assertRefused(folder, "FLIP-SERVER-0142", file + " is empty", "put a backup in its place, or delete it");
        assertThat(file).hasSize(size);
    }

    @ParameterizedTest
    @ValueSource(strings = {"text", "", "\0\0\0\0", "H:2,block:2,"})
    void refusesTheFileOfAnotherProgram(String begin) throws IOException {
        Files.writeString(file, begin + "any text\n".repeat(2000), StandardCharsets.ISO_8859_1);
        byte[] before = Files.readAllBytes(file);

        assertRefused(folder, "FLIP-SERVER-0143", file + " is not an H2 database");
        assertThat(file).hasBinaryContent(before);
    }

    @Test
    void refusesAFileWithBothHeadersDamaged() throws IOException {
        damage(0, HEADERS);

        assertRefused(folder, "FLIP-SERVER-0143", "or its beginning is damaged; put a backup in its place");
    }

    @ParameterizedTest
    @ValueSource(ints = {100, 4096, HEADERS + 1, HEADERS + 4096, -4096, -1})
    void refusesAFileThatIsCutOff(int size) throws IOException {
        int left = size > 0 ? size : (int) Files.size(file) + size;
        cutOff(left);

        assertRefused(folder, "FLIP-SERVER-0144", "put a backup in its place");
        assertThat(file).hasSize(left);
    }

    @Test
    void refusesAFileThatIsDamagedInTheMiddle() throws IOException {
        damage(HEADERS + 300, (int) Files.size(file) - HEADERS - 1000);

        assertRefused(folder, "FLIP-SERVER-0144", "is damaged (", "put a backup in its place");
    }

    @Test
    void saysThatTheDiskIsFull() {
        FullPath.full(true);

        String message = refusal(
                new DatabaseSettings.Url("jdbc:h2:" + FullPath.SCHEME + ":" + temporary.resolve("new"), null, null));

        assertThat(message).contains("FLIP-SERVER-0145: there is no room in", temporary.toString(), "free some");
    }

    /** As from a file that nobody may write to. */
    @Test
    void refusesADatabaseThatCanOnlyBeRead() {
        String url = "jdbc:h2:file:" + folder.resolve("flipswitch");

        assertThat(refusal(new DatabaseSettings.Url(url + ";ACCESS_MODE_DATA=r", null, null)))
                .contains("FLIP-SERVER-0141: " + url + " is not writable", "let the server's user write to it");
    }

    @Test
    void saysThatTheUserOrThePasswordIsWrong() {
        String url = "jdbc:h2:file:" + folder.resolve("flipswitch");

        assertThat(refusal(new DatabaseSettings.Url(url, "somebody", "secret-of-mine")))
                .contains("FLIP-SERVER-0146", url, "database-user", "database-password")
                .doesNotContain("secret-of-mine");
    }

    private static void assertRefused(Path folder, String... parts) {
        assertThat(refusal(new DatabaseSettings.Folder(folder)))
                .contains(parts)
                .doesNotContain("\n")
                .doesNotContain("make it a writable folder");
    }

    private static String refusal(DatabaseSettings settings) {
        return String.valueOf(catchThrowableOfType(
                        StartupFailure.class, () -> Database.open(settings, 2).close())
                .getMessage());
    }

    private void cutOff(int size) throws IOException {
        Files.write(file, Arrays.copyOf(Files.readAllBytes(file), size));
    }

    private void damage(int from, int length) throws IOException {
        byte[] content = Files.readAllBytes(file);
        byte[] random = new byte[length];
        new Random(1).nextBytes(random);
        System.arraycopy(random, 0, content, from, length);
        Files.write(file, content);
    }
}
