package dev.flipswitch.persistence;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;

/**
 * Replaces a file as a whole: whoever reads it, and whenever the process or the machine dies, finds the old bytes or the
 * new ones. A symbolic link is followed, and stays one.
 * Where the file system has permissions only the owner may read it. Thread-safe: of several writers the last
 * one wins.
 */
final class AtomicFile {
    private static final String TEMPORARY = ".tmp";
    private static final Duration ABANDONED = Duration.ofMinutes(5);

    private static final int MOST_LINKS = 40;

    private final Path file;

    AtomicFile(Path file) {
        this.file = file.toAbsolutePath();
    }

    void write(byte[] bytes) throws IOException {
        Path target = target();
        Path folder = folder(target);
        if (!Files.isDirectory(folder)) {
            throw new NoSuchFileException(folder.toString(), null, "there is no such folder");
        }
        Path temporary = Files.createTempFile(folder, prefix(target), TEMPORARY); // for its owner only
        try {
            writeThrough(temporary, bytes);
            move(temporary, target);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    /** The file itself, where links lead to it, whether it exists or not. */
    private Path target() throws IOException {
        Path target = file;
        for (int links = 0; Files.isSymbolicLink(target); links++) {
            if (links == MOST_LINKS) {
                throw new FileSystemLoopException(file.toString());
            }
            target = target.resolveSibling(Files.readSymbolicLink(target));
        }
        return target;
    }

    private static Path folder(Path target) {
        Path parent = target.getParent();
        return parent == null ? target : parent;
    }

    private static String prefix(Path target) {
        return "." + target.getFileName() + ".";
    }

    private static void writeThrough(Path temporary, byte[] bytes) throws IOException {
        try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
            channel.force(true);
        }
    }

    private static void move(Path temporary, Path target) throws IOException {
        try {
            Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(temporary, target, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** Deletes what processes that were killed while they wrote have left. */
    void deleteAbandoned() throws IOException {
        Path target = target();
        Instant limit = Instant.now().minus(ABANDONED);
        try (DirectoryStream<Path> abandoned =
                Files.newDirectoryStream(folder(target), path -> isTemporary(path, prefix(target)))) {
            for (Path temporary : abandoned) {
                if (Files.getLastModifiedTime(temporary).toInstant().isBefore(limit)) {
                    Files.deleteIfExists(temporary);
                }
            }
        }
    }

    private static boolean isTemporary(Path path, String prefix) {
        String name = String.valueOf(path.getFileName());
        return name.startsWith(prefix) && name.endsWith(TEMPORARY);
    }
}
