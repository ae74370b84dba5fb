package dev.flipswitch;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;

/**
 * Replaces a file as a whole: whoever reads it, and whenever the process or the machine dies, finds the old bytes or the
 * new ones. Where the file system has permissions only the owner may read it. Thread-safe: of several writers the last
 * one wins.
 */
final class AtomicFile {
    private static final String TEMPORARY = ".tmp";
    private static final Duration ABANDONED = Duration.ofMinutes(5);

    private final Path file;
    private final Path folder;
    private final String prefix;

    AtomicFile(Path file) {
        this.file = file.toAbsolutePath();
        Path parent = this.file.getParent();
        folder = parent == null ? this.file : parent;
        prefix = "." + this.file.getFileName() + ".";
    }

    void write(byte[] bytes) throws IOException {
        if (!Files.isDirectory(folder)) {
            throw new NoSuchFileException(folder.toString(), null, "there is no such folder");
        }
        Path temporary = Files.createTempFile(folder, prefix, TEMPORARY); // for its owner only
        try {
            writeThrough(temporary, bytes);
            move(temporary);
        } finally {
            Files.deleteIfExists(temporary);
        }
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

    private void move(Path temporary) throws IOException {
        try {
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(temporary, file, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** Deletes what processes that were killed while they wrote have left. */
    void deleteAbandoned() throws IOException {
        Instant limit = Instant.now().minus(ABANDONED);
        try (DirectoryStream<Path> abandoned = Files.newDirectoryStream(folder, this::isTemporary)) {
            for (Path temporary : abandoned) {
                if (Files.getLastModifiedTime(temporary).toInstant().isBefore(limit)) {
                    Files.deleteIfExists(temporary);
                }
            }
        }
    }

    private boolean isTemporary(Path path) {
        String name = String.valueOf(path.getFileName());
        return name.startsWith(prefix) && name.endsWith(TEMPORARY);
    }
}
