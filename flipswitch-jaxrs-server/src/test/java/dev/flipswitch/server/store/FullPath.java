package dev.flipswitch.server.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import org.h2.store.fs.FileBaseDefault;
import org.h2.store.fs.FilePathWrapper;

/** H2's {@code full:} files, on a disk that can be full. Thread-safe. */
public final class FullPath extends FilePathWrapper {

    static final String SCHEME = "full";

    private static volatile boolean isFull;

    static void full(boolean full) {
        isFull = full;
    }

    @Override
    public String getScheme() {
        return SCHEME;
    }

    @Override
    public FileChannel open(String mode) throws IOException {
        return new Full(super.open(mode));
    }

    private static final class Full extends FileBaseDefault {

        private final FileChannel channel;

        Full(FileChannel channel) {
            this.channel = channel;
        }

        @Override
        public synchronized void force(boolean metaData) throws IOException {
            channel.force(metaData);
        }

        @Override
        public synchronized int read(ByteBuffer target, long position) throws IOException {
            return channel.read(target, position);
        }

        @Override
        public synchronized int write(ByteBuffer source, long position) throws IOException {
            if (isFull) {
                throw new IOException("No space left on device");
            }
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
