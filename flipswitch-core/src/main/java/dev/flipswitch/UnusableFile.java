package dev.flipswitch;

import java.io.IOException;

/** Why a cache file is ignored. Its message names the reason and the remedy. */
final class UnusableFile extends IOException {
    private static final long serialVersionUID = 1L;
    private static final String REPLACED = "it is replaced once the flag server has answered";

    private final boolean replaceable;

    private UnusableFile(String message, boolean replaceable) {
        super(message);
        this.replaceable = replaceable;
    }

    static UnusableFile damaged() {
        return new UnusableFile("it is damaged; " + REPLACED, true);
    }

    static UnusableFile foreign() {
        return new UnusableFile(
                "it was written for another flag server, environment or API key; give each its own; " + REPLACED, true);
    }

    static UnusableFile newer(int format, int known) {
        return new UnusableFile(
                "a newer version wrote it (format " + format + "; this one knows " + known + "); " + REPLACED, true);
    }

    static UnusableFile noKey() {
        return new UnusableFile("the API key, which tells whether it is ours, can't be had; " + REPLACED, true);
    }

    static UnusableFile notOurs() {
        return new UnusableFile("it is no cache file and is left as it is; name another cacheFile", false);
    }

    static UnusableFile tooBig() {
        return new UnusableFile("it is bigger than 64 MiB and is left as it is; delete it or name another", false);
    }

    static UnusableFile noFile() {
        return new UnusableFile("it is no regular file and is left as it is; name another cacheFile", false);
    }

    static UnusableFile unreadable(String reason) {
        return new UnusableFile(
                "it can't be read (" + reason + ") and is left as it is; let this process read and write it", false);
    }

    /** Whether it may be written over. */
    boolean isReplaceable() {
        return replaceable;
    }
}
