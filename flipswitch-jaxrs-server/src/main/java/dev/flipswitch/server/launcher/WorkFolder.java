package dev.flipswitch.server.launcher;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A temporary folder of this process, which a process that comes later removes if this one can't do it any more. A file
 * in it is locked for as long as the process lives, in whatever container that is. For one thread.
 */
final class WorkFolder implements AutoCloseable {

    private static final String PREFIX = "flipswitch-";

    /** Whose lock says that the folder is in use. */
    private static final String IN_USE = "in-use";

    /**
     * Of all folders of this process; a process must not even open its own lock's file again, since that ends the lock.
     * The number alone is not enough: in containers it is always the same.
     */
    private static final String OWN_PREFIX = PREFIX + ProcessHandle.current().pid() + "-"
            + ManagementFactory.getRuntimeMXBean().getStartTime() + "-";

    private final Path path;
    private final @Nullable FileChannel lock;

    private WorkFolder(Path path, @Nullable FileChannel lock) {
        this.path = path;
        this.lock = lock;
    }

    /**
     * Makes a folder, and removes what processes left that were killed.
     *
     * @param parent where
     * @return the folder
     * @throws IOException if there can't be one
     */
    static WorkFolder create(Path parent) throws IOException {
        Path path = Files.createTempDirectory(parent, OWN_PREFIX);
        removeLeftovers(path);
        return new WorkFolder(path, lock(path));
    }

    Path path() {
        return path;
    }

    @Override
    public void close() throws IOException {
        if (lock != null) {
            deleteContents(path);
            lock.close(); // before its file is deleted, which not every system does while it is open
        }
        delete(path);
    }

    /** It gets its name when it is locked: nobody ever sees it unlocked. Null where files can't be locked. */
    private static @Nullable FileChannel lock(Path folder) throws IOException {
        Path unnamed = folder.resolve("new");
        FileChannel channel = FileChannel.open(unnamed, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        try {
            if (channel.tryLock() != null) {
                Files.move(unnamed, folder.resolve(IN_USE), StandardCopyOption.ATOMIC_MOVE);
                return channel;
            }
        } catch (IOException e) {
            // then the folder stays where the process is killed
        }
        channel.close();
        return null;
    }

    private static void removeLeftovers(Path own) {
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(own.getParent(), PREFIX + "*")) {
            for (Path folder : folders) {
                if (!folder.getFileName().toString().startsWith(OWN_PREFIX)
                        && Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)
                        && Files.getOwner(folder).equals(Files.getOwner(own))) {
                    removeIfLeft(folder);
                }
            }
        } catch (IOException | RuntimeException e) {
            // it is only to save space; the next process tries again
        }
    }

    private static void removeIfLeft(Path folder) {
        Path file = folder.resolve(IN_USE);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS)) {
            if (channel.tryLock() == null) {
                return;
            }
            deleteContents(folder);
        } catch (IOException | OverlappingFileLockException e) {
            return; // none of ours, or another process is faster
        }
        try {
            delete(folder);
        } catch (IOException e) {
            // another process is faster
        }
    }

    /** All but what says that it is in use. */
    private static void deleteContents(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(any -> !any.endsWith(IN_USE)).toList()) {
                delete(file);
            }
        }
    }

    private static void delete(Path tree) throws IOException {
        try (Stream<Path> files = Files.walk(tree)) {
            List<Path> all = files.sorted(Comparator.reverseOrder()).toList();
            for (Path file : all) {
                Files.deleteIfExists(file);
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }
}
