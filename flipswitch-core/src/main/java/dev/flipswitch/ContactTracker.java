package dev.flipswitch;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Notes when the server was heard last, and since when it can't be. Written on the loop, read by anybody. */
final class ContactTracker {
    private final LongSupplier ticker;
    private volatile long heardAtNanos;
    private volatile boolean everHeard;
    private volatile @Nullable Instant lostSince;

    ContactTracker(LongSupplier ticker) {
        this.ticker = ticker;
    }

    /** Bytes came. */
    void heard() {
        heardAtNanos = ticker.getAsLong();
        everHeard = true;
    }

    /** The server can be heard. */
    void back() {
        lostSince = null;
    }

    /** The server can't be heard, perhaps for a while already. */
    void lost() {
        if (lostSince == null) {
            lostSince = Instant.now();
        }
    }

    ServerContact now() {
        return new ServerContact(
                everHeard ? Optional.of(Duration.ofNanos(ticker.getAsLong() - heardAtNanos)) : Optional.empty(),
                Optional.ofNullable(lostSince));
    }
}
