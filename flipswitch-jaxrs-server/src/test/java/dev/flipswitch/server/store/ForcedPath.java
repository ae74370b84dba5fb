package dev.flipswitch.server.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.h2.store.fs.FileBaseDefault;
import org.h2.store.fs.FilePathWrapper;

/**
 * H2's {@code forced:} files. Beside each is kept, with {@code .forced} after its name, what a loss of power would leave:
 * what it was when it was last written through to the disk.
 */
public final class ForcedPath extends FilePathWrapper {

    static final String SCHEME = "forced";

    /** Is run before a file is written through; H2 makes its own instances of this class. */
    static volatile Runnable beforeForce = () -> {};

    @Override
    public String getScheme() {
        return SCHEME;
    }

    @Override
    public FileChannel open(String mode) throws IOException {
        return new Forced(super.open(mode), Path.of(getBase().toString()));
    }

    private static final class Forced extends FileBaseDefault {

        private final FileChannel channel;
        private final Path file;

        Forced(FileChannel channel, Path file) {
            this.channel = channel;
            this.file = file;
        }

        @Override
        public synchronized void force(boolean metaData) throws IOException {
            beforeForce.run();
            channel.force(metaData);
            Files.copy(file, Path.of(file + ".forced"), StandardCopyOption.REPLACE_EXISTING);
        }

        @Override
        public synchronized int read(ByteBuffer target, long position) throws IOException {
            return channel.read(target, position);
        }

        @Override
        public synchronized int write(ByteBuffer source, long position) throws IOException {
            return channel.write(source, position);
        }

        @Override
        public long size() throws IOException {
            return channel.size();
        }

        @Override
        protected void implTruncate(long size) throws IOException {
            channel.truncate(size);
        }

        @Override
        public FileLock tryLock(long position, long size, boolean shared) throws IOException {
            return channel.tryLock(position, size, shared);
        }

        @Override
        protected void implCloseChannel() throws IOException {
            channel.close();
        }
    }
}
