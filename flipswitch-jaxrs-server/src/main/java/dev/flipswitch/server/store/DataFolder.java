package dev.flipswitch.server.store;

import dev.flipswitch.server.messages.Messages;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A folder that is the server's user's alone, with the database's files in it, where the file system has such permissions.
 * One that holds other files as well is somebody's, and is left as it is, with a warning. Stateless.
 */
final class DataFolder {

    private static final Logger LOGGER = System.getLogger(DataFolder.class.getName());
    private static final String OURS = "flipswitch.";
    private static final Set<PosixFilePermission> FOLDER = PosixFilePermissions.fromString("rwx------");
    private static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("rw-------");

    private DataFolder() {}

    /** What is where the folder is to be, or above it, and is none; empty if nothing is. */
    static Optional<Path> blocker(Path folder) {
        return Stream.iterate(folder, Objects::nonNull, Path::getParent)
                .filter(path -> Files.exists(path, LinkOption.NOFOLLOW_LINKS))
                .findFirst()
                .filter(path -> !Files.isDirectory(path));
    }

    /** Creates it if it is missing, and closes it to others. */
    static void create(Path folder) throws IOException {
        if (!hasPermissions(folder)) {
            Files.createDirectories(folder);
        } else if (!Files.isDirectory(folder)) {
            Files.createDirectories(folder, PosixFilePermissions.asFileAttribute(FOLDER));
        } else {
            close(folder);
        }
    }

    /** Closes the database's files to others; the database makes them as the system's defaults are. */
    static void closeFiles(Path folder) {
        if (!hasPermissions(folder)) {
            return;
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, OURS + "*")) {
            for (Path file : files) {
                if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                    Files.setPosixFilePermissions(file, FILE);
                }
            }
        } catch (IOException | RuntimeException e) {
            LOGGER.log(Level.WARNING, Messages.dataOpenToOthers(folder, e.toString()));
        }
    }

    private static void close(Path folder) {
        try {
            Set<PosixFilePermission> open = EnumSet.noneOf(PosixFilePermission.class);
            open.addAll(Files.getPosixFilePermissions(folder));
            open.removeAll(FOLDER);
            if (open.isEmpty()) {
                return;
            }
            if (isOurs(folder)) {
                Files.setPosixFilePermissions(folder, FOLDER);
            } else {
                LOGGER.log(Level.WARNING, Messages.dataOpenToOthers(folder, "it holds other files, too"));
            }
        } catch (IOException | RuntimeException e) {
            LOGGER.log(Level.WARNING, Messages.dataOpenToOthers(folder, e.toString()));
        }
    }

    private static boolean isOurs(Path folder) throws IOException {
        try (DirectoryStream<Path> others = Files.newDirectoryStream(
                folder, file -> !file.getFileName().toString().startsWith(OURS))) {
            return !others.iterator().hasNext();
        }
    }

    private static boolean hasPermissions(Path folder) {
        return folder.getFileSystem().supportedFileAttributeViews().contains("posix");
    }
}
