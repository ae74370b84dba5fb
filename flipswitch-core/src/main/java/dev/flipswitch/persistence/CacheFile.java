package dev.flipswitch.persistence;

import dev.flipswitch.messages.Messages;
import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger.Level;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.function.Supplier;

/**
 * The file that keeps the last known values. One that cannot be used is ignored with a warning, and so is a failure to
 * write; the application never hears of either. Called by one thread at a time.
 */
public final class CacheFile {
    private static final System.Logger LOG = System.getLogger(CacheFile.class.getName());

    private final Path path;
    private final AtomicFile file;
    private final Supplier<String> environment;
    private final CacheFileJson json = new CacheFileJson();

    private CacheSnapshot held = CacheSnapshot.NONE;
    private String heldFor = "";
    private boolean mayWrite = true;
    private boolean failing;

    /**
     * A file that need not exist.
     *
     * @param environment gives the fingerprint of the server and environment; may fail
     */
    public CacheFile(Path path, Supplier<String> environment) {
        this.path = path;
        this.file = new AtomicFile(path);
        this.environment = environment;
    }

    /** What it holds; nothing, after a warning, if it cannot be used. */
    public CacheSnapshot read() {
        try {
            byte[] bytes = bytes();
            heldFor = fingerprint();
            held = json.read(bytes, heldFor);
        } catch (NoSuchFileException e) {
            // the first run
        } catch (UnusableCacheFileException e) {
            mayWrite = e.isReplaceable();
            LOG.log(Level.WARNING, Messages.cacheFileIgnored(path, String.valueOf(e.getMessage())));
        } catch (IOException | RuntimeException e) {
            mayWrite = false;
            LOG.log(
                    Level.WARNING,
                    Messages.cacheFileIgnored(
                            path,
                            String.valueOf(UnusableCacheFileException.unreadable(reason(e))
                                    .getMessage())));
        }
        tidy();
        return held;
    }

    private byte[] bytes() throws IOException {
        if (Files.exists(path) && !Files.isRegularFile(path)) {
            throw UnusableCacheFileException.noFile();
        }
        try (InputStream in = Files.newInputStream(path)) {
            byte[] bytes = in.readNBytes(CacheFileJson.MAX_BYTES + 1);
            if (bytes.length > CacheFileJson.MAX_BYTES) {
                throw UnusableCacheFileException.tooBig();
            }
            return bytes;
        }
    }

    private String fingerprint() throws UnusableCacheFileException {
        try {
            return environment.get();
        } catch (RuntimeException | Error e) { // the API key's supplier is the application's
            throw UnusableCacheFileException.noKey();
        }
    }

    private void tidy() {
        try {
            file.deleteAbandoned();
        } catch (IOException | DirectoryIteratorException | SecurityException e) {
            // if that matters, writing will say so
        }
    }

    /**
     * Makes it hold these values, if it does not.
     *
     * @return false if they could not be written
     */
    boolean write(CacheSnapshot values) {
        try {
            if (mayWrite) {
                writeIfNew(values, environment.get());
            }
            failing = false;
            return true;
        } catch (IOException | RuntimeException | Error e) { // as there
            if (!failing) {
                notWritten(reason(e));
            }
            failing = true;
            return false;
        }
    }

    private void writeIfNew(CacheSnapshot values, String fingerprint) throws IOException {
        boolean same = values.equals(held) && (values.isEmpty() || fingerprint.equals(heldFor));
        if (!same) {
            file.write(json.write(values, fingerprint));
            held = values;
            heldFor = fingerprint;
        }
    }

    /** Warns that the newest values are not in it. May be called by any thread. */
    void notWritten(String reason) {
        LOG.log(Level.WARNING, Messages.cacheFileNotWritten(path, reason));
    }

    /** Without what an exception of the application's says: it may hold the API key. */
    private static String reason(Throwable e) {
        if (!(e instanceof IOException)) {
            return e.getClass().getSimpleName();
        }
        String text = e instanceof FileSystemException failure ? failure.getReason() : e.getMessage();
        return e.getClass().getSimpleName() + (text == null ? "" : ": " + text);
    }
}
