package dev.flipswitch.server.store;

import dev.flipswitch.server.config.StartupFailure;
import dev.flipswitch.server.messages.Messages;
import java.io.EOFException;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.DataFormatException;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.MVStoreException;
import org.h2.store.fs.FilePath;
import org.jspecify.annotations.Nullable;

/**
 * Looks at H2's file before H2 opens it. H2 would begin a new database where the file is empty or cut off, and open one
 * that can't be written for reading only. Stateless.
 */
final class H2Place {

    /** A file of this machine, with H2's names of file systems before it where it has any. */
    private static final Pattern FILE = Pattern.compile("(?i)jdbc:h2:(?!tcp:|ssl:|mem:|zip:)(?:file:)?([^;]+).*");

    private static final String SUFFIX = ".mv.db";
    private static final String PROBE = ".probe";

    /** What a start may write, and some more, in bytes. */
    static final int LEAST_ROOM = 1024 * 1024;

    /** H2's blocks, in bytes; the first two hold the same header. */
    private static final int BLOCK = 4096;

    private static final int HEADERS = 2 * BLOCK;
    private static final int FOOTER = 128;

    private static final Duration SETTLING = Duration.ofSeconds(1);
    private static final Duration PAUSE = Duration.ofMillis(50);

    private H2Place() {}

    /**
     * Makes sure that H2 can work with what an address leads to.
     *
     * @throws StartupFailure if not
     */
    static void check(String url) {
        Optional<String> file = file(url);
        if (file.isEmpty() || isEncrypted(url)) {
            return;
        }
        FilePath path = FilePath.get(file.get() + SUFFIX);
        if (path.isDirectory()) {
            throw new StartupFailure(Messages.folderForFile(path));
        }
        if (path.exists()) {
            checkSettledContent(path);
            if (!path.canWrite()) {
                throw new StartupFailure(Messages.unwritable(path, "it is read only"));
            }
        }
        if (path.getParent().isDirectory()) {
            checkRoom(FilePath.get(file.get() + PROBE));
        }
    }

    /**
     * Makes sure that there is a file which is not empty; it is not opened.
     *
     * @throws IOException if not
     */
    static void checkSize(String url) throws IOException {
        Optional<String> file = file(url);
        if (file.isEmpty()) {
            return;
        }
        FilePath path = FilePath.get(file.get() + SUFFIX);
        if (!path.exists() || path.isDirectory() || path.size() <= HEADERS) {
            throw new IOException(path + " is missing or empty");
        }
    }

    /**
     * Makes sure that a file, which H2 does not have open, holds a database.
     *
     * @throws StartupFailure if not
     */
    static void checkContent(String url) {
        file(url)
                .filter(name -> !isEncrypted(url))
                .map(name -> FilePath.get(name + SUFFIX))
                .ifPresent(H2Place::checkContent);
    }

    /** Whether a file has more than a database without any content. */
    static boolean holdsSomething(Path path) {
        try {
            return Files.size(path) > HEADERS;
        } catch (IOException e) {
            return false;
        }
    }

    /** The name without its suffix; empty if the database is in no file. */
    private static Optional<String> file(String url) {
        Matcher file = FILE.matcher(url);
        return file.matches() ? Optional.of(file.group(1)) : Optional.empty();
    }

    private static boolean isEncrypted(String url) {
        return url.toUpperCase(Locale.ROOT).contains(";CIPHER=");
    }

    /** Only who writes as much as a start does sees limits of all kinds: rights, quotas, what is mounted read only. */
    private static void checkRoom(FilePath probe) {
        try {
            try (FileChannel channel = probe.open("rw")) {
                ByteBuffer some = ByteBuffer.allocate(LEAST_ROOM);
                while (some.hasRemaining()) {
                    channel.write(some);
                }
            } finally {
                if (probe.exists()) {
                    probe.delete();
                }
            }
        } catch (IOException | RuntimeException e) {
            String reason = SqlErrors.reason(e);
            throw new StartupFailure(
                    isFull(e)
                            ? Messages.noRoom(probe.getParent(), LEAST_ROOM)
                            : Messages.unwritable(probe.getParent(), reason),
                    e);
        }
    }

    /** Another server that begins at the same moment has written nothing yet, or half of it; H2 says then that it is there. */
    private static void checkSettledContent(FilePath path) {
        long end = System.nanoTime() + SETTLING.toNanos();
        while (true) {
            try {
                checkContent(path);
                return;
            } catch (StartupFailure e) {
                if (System.nanoTime() - end > 0) {
                    if (isInUse(path)) {
                        return;
                    }
                    throw e;
                }
                Pause.of(PAUSE);
            }
        }
    }

    private static boolean isInUse(FilePath path) {
        try (FileChannel file = path.open("rw");
                FileLock lock = file.tryLock()) {
            return lock == null;
        } catch (OverlappingFileLockException e) {
            return true; // by this process
        } catch (IOException | RuntimeException e) {
            return false; // nobody can write it
        }
    }

    private static void checkContent(FilePath path) {
        try (FileChannel file = path.open("r")) {
            Optional<Map<String, String>> header = newest(header(file, 0), header(file, 1));
            if (file.size() == 0 || (header.isPresent() && file.size() == HEADERS)) {
                throw new StartupFailure(Messages.emptyFile(path));
            }
            if (header.isEmpty()) {
                throw new StartupFailure(Messages.otherFile(path));
            }
            Optional<String> fault = fault(file, header.get());
            if (fault.isPresent()) {
                throw new StartupFailure(Messages.damagedFile(path, fault.get()));
            }
        } catch (IOException e) {
            throw new StartupFailure(Messages.unreadable(path, SqlErrors.reason(e)), e);
        }
    }

    /**
     * What is known to be missing. The header names a chunk that was there when it was written; after a kill newer ones
     * follow, of which the last may be half written.
     */
    private static Optional<String> fault(FileChannel file, Map<String, String> header) throws IOException {
        long block = DataUtils.readHexLong(header, "block", 2);
        if (!header.containsKey("chunk") || block < 2) {
            return Optional.empty();
        }
        if ((block + 1) * BLOCK > file.size()) {
            return Optional.of("it is cut off: " + file.size() + " bytes are left");
        }
        boolean closed = header.containsKey("clean");
        return closed && !isWhole(file, header.get("chunk"), block)
                ? Optional.of("what was stored last can't be read")
                : Optional.empty();
    }

    private static boolean isWhole(FileChannel file, @Nullable String chunk, long block) throws IOException {
        try {
            String start = text(file, block * BLOCK, BLOCK);
            Map<String, String> found = DataUtils.parseMap(start.substring(0, Math.max(0, start.indexOf('\n'))));
            long end = (block + DataUtils.readHexLong(found, "len", 0)) * BLOCK;
            return Objects.equals(found.get("chunk"), chunk)
                    && end <= file.size()
                    && text(file, end - FOOTER, FOOTER).startsWith("chunk:" + chunk + ",");
        } catch (MVStoreException e) {
            return false;
        }
    }

    private static Optional<Map<String, String>> newest(
            Optional<Map<String, String>> first, Optional<Map<String, String>> second) {
        return Stream.concat(first.stream(), second.stream())
                .max((one, other) -> Long.compare(version(one), version(other)));
    }

    private static long version(Map<String, String> header) {
        return DataUtils.readHexLong(header, "version", 0);
    }

    /** A block's header; empty if it is not one, or if its sum is wrong. */
    private static Optional<Map<String, String>> header(FileChannel file, int block) throws IOException {
        String text = text(file, (long) block * BLOCK, BLOCK);
        int end = text.indexOf('\n');
        int sum = text.lastIndexOf(",fletcher:", Math.max(end, 0));
        if (!text.startsWith("H:") || sum < 0) {
            return Optional.empty();
        }
        try {
            byte[] summed = text.substring(0, sum).getBytes(StandardCharsets.ISO_8859_1);
            Map<String, String> header = DataUtils.parseMap(text.substring(0, end));
            int wanted = (int) DataUtils.readHexLong(header, "fletcher", 0);
            return DataUtils.getFletcher32(summed, 0, summed.length) == wanted ? Optional.of(header) : Optional.empty();
        } catch (MVStoreException e) {
            return Optional.empty();
        }
    }

    /** Less than wanted at the end of the file. */
    private static String text(FileChannel file, long position, int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length);
        while (bytes.hasRemaining() && file.read(bytes, position + bytes.position()) > 0) {}
        return new String(bytes.array(), 0, bytes.position(), StandardCharsets.ISO_8859_1);
    }

    /** Whether there was no room to write. */
    static boolean isFull(Throwable failure) {
        return SqlErrors.causes(failure)
                .map(cause -> String.valueOf(cause.getMessage()))
                .anyMatch(text -> text.contains("No space left") || text.contains("quota exceeded"));
    }

    /** Whether it is the content of the file that H2 can't read. */
    static boolean isDamaged(Throwable failure) {
        return SqlErrors.causes(failure)
                .anyMatch(cause -> cause instanceof MVStoreException
                        || cause instanceof EOFException
                        || cause instanceof DataFormatException
                        || cause instanceof IndexOutOfBoundsException
                        || cause instanceof BufferUnderflowException
                        || cause instanceof NegativeArraySizeException);
    }
}
