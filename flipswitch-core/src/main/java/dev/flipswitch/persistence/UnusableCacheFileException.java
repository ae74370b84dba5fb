package dev.flipswitch.persistence;

import java.io.IOException;

/** Why a cache file is ignored. Its message names the reason and the remedy. */
final class UnusableCacheFileException extends IOException {
    private static final long serialVersionUID = 1L;
    private static final String REPLACED = "it is replaced once the flag server has answered";

    private final boolean replaceable;

    private UnusableCacheFileException(String message, boolean replaceable) {
        super(message);
        this.replaceable = replaceable;
    }

    static UnusableCacheFileException damaged() {
        return new UnusableCacheFileException("it is damaged; " + REPLACED, true);
    }

    static UnusableCacheFileException foreign() {
        return new UnusableCacheFileException(
                "it was written for another flag server, environment or API key; give each its own; " + REPLACED, true);
    }

    static UnusableCacheFileException newer(int format, int known) {
        return new UnusableCacheFileException(
                "a newer version wrote it (format " + format + "; this one knows " + known + "); " + REPLACED, true);
    }

    static UnusableCacheFileException noKey() {
        return new UnusableCacheFileException(
                "the API key, which tells whether it is ours, can't be had; " + REPLACED, true);
    }

    static UnusableCacheFileException notOurs() {
        return new UnusableCacheFileException(
                "it is no cache file and is left as it is; name another cacheFile", false);
    }

    static UnusableCacheFileException tooBig() {
        return new UnusableCacheFileException(
                "it is bigger than 64 MiB and is left as it is; delete it or name another", false);
    }

    static UnusableCacheFileException noFile() {
        return new UnusableCacheFileException(
                "it is no regular file and is left as it is; name another cacheFile", false);
    }

    static UnusableCacheFileException unreadable(String reason) {
        return new UnusableCacheFileException(
                "it can't be read (" + reason + ") and is left as it is; let this process read and write it", false);
    }

    /** Whether it may be written over. */
    boolean isReplaceable() {
        return replaceable;
    }
}
