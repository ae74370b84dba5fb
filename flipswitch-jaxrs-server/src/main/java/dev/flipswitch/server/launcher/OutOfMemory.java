package dev.flipswitch.server.launcher;

import dev.flipswitch.server.messages.Messages;
import java.nio.charset.StandardCharsets;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Ends the process when it ran out of memory: nobody knows then what was left half done. It is seen where it ends a thread
 * or where anybody logs it, whatever it was wrapped in. Thread-safe.
 */
final class OutOfMemory extends Handler implements Thread.UncaughtExceptionHandler {

    /** As with {@code -XX:+ExitOnOutOfMemoryError}. */
    static final int EXIT_CODE = 3;

    /** Made before there is no memory for it. */
    private final byte[] lastLine = (Messages.outOfMemory() + System.lineSeparator()).getBytes(StandardCharsets.UTF_8);

    private final Runnable end;

    OutOfMemory(Runnable end) {
        this.end = end;
    }

    /** For the whole process. */
    static OutOfMemory endsTheProcess() {
        OutOfMemory handler = new OutOfMemory(() -> Runtime.getRuntime().halt(EXIT_CODE));
        Thread.setDefaultUncaughtExceptionHandler(handler);
        Logger.getLogger("").addHandler(handler);
        return handler;
    }

    @Override
    public void publish(LogRecord line) {
        check(line.getThrown());
    }

    @Override
    @SuppressWarnings("SystemOut") // as the JDK does where there is no handler
    public void uncaughtException(Thread thread, Throwable failure) {
        check(failure);
        System.err.println(Messages.threadEnded(thread.getName(), failure));
    }

    @SuppressWarnings("SystemOut") // a logger may need memory
    private void check(@Nullable Throwable failure) {
        if (failure != null && isOutOfMemory(failure)) {
            try {
                System.err.write(lastLine, 0, lastLine.length);
                System.err.flush();
            } finally {
                end.run();
            }
        }
    }

    static boolean isOutOfMemory(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof OutOfMemoryError) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
}
