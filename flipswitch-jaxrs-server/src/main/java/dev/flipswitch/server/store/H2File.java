package dev.flipswitch.server.store;

import dev.flipswitch.server.flags.StoreUnavailableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * The file of an embedded H2. H2 goes on writing to what it has open, also when the folder was removed, replaced or
 * unmounted. Then nobody would find what it wrote. Thread-safe.
 */
final class H2File {

    private static final String SUFFIX = ".mv.db";

    /** What a change may need, and some more. */
    private static final long LEAST_SPACE = 256 * 1024;

    private final Path path;
    private volatile @Nullable Object open;

    private H2File(Path path, Object open) {
        this.path = path;
        this.open = open;
    }

    /** That of an open database; empty if it is in no file of this machine. */
    static Optional<H2File> of(Handle handle) {
        return handle.createQuery("select database_path()")
                .mapTo(String.class)
                .findOne()
                .flatMap(H2File::path)
                .flatMap(path -> key(path).map(key -> new H2File(path, key)));
    }

    private static Optional<Path> path(@Nullable String name) {
        try {
            return Optional.ofNullable(name).map(found -> Path.of(found + SUFFIX));
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    /**
     * Makes sure that the file is where it was opened; if it is closed, that there is one which is not empty.
     *
     * @throws StoreUnavailableException if it is not
     */
    void check() {
        Optional<Object> found = key();
        if (found.isEmpty()
                || (open == null ? !H2Place.holdsSomething(path) : !found.get().equals(open))) {
            throw new StoreUnavailableException(
                    new IOException(path + " was removed or replaced; put it back, or restart the server"));
        }
        open = found.get();
    }

    /** What distinguishes the file that is there now from others; empty if there is none. */
    Optional<Object> key() {
        return key(path);
    }

    /** Whether it is open, and not where it was opened. */
    boolean isLost() {
        return open != null && !key().filter(found -> found.equals(open)).isPresent();
    }

    /** Has the next check take the file that is there then for the one that is open. */
    void closed() {
        open = null;
    }

    /**
     * Makes sure that the disk takes more than the first few bytes.
     *
     * @throws IOException if it is full
     */
    void checkSpace() throws IOException {
        if (Files.getFileStore(path).getUsableSpace() < LEAST_SPACE) {
            throw new IOException("No space left on the device of " + path);
        }
    }

    private static Optional<Object> key(Path path) {
        try {
            BasicFileAttributes found = Files.readAttributes(path, BasicFileAttributes.class);
            return Optional.of(Objects.requireNonNullElse(found.fileKey(), path));
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
