package dev.flipswitch.server.security;

import dev.flipswitch.server.messages.Messages;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Takes note of wrong credentials, and slows an address down that presents many. Who has the right one is never asked to
 * wait, however many others behind the same address have not. What was presented is kept nowhere. Thread-safe.
 */
public final class Guesses {

    /** What can be guessed at. */
    public enum Credential {
        /** An environment's key. */
        API_KEY,
        /** The administrators' token. */
        ADMIN_TOKEN,
        /** The token in the address of an event stream. */
        STREAM_TOKEN,
        /** The token of the metrics. */
        METRICS_TOKEN;

        /**
         * Its name in metrics and in the log.
         *
         * @return the name in lower case
         */
        public String id() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    private static final Logger LOGGER = System.getLogger(Guesses.class.getName());
    private static final Duration BETWEEN_LINES = Duration.ofMinutes(1);

    private final Consumer<Credential> counter;
    private final LongSupplier nanoTime;
    private final AddressLimit limit;
    private final AtomicLong sinceLastLine = new AtomicLong();
    private final AtomicLong nextLine;

    /**
     * Begins without any.
     *
     * @param counter is notified of each
     */
    public Guesses(Consumer<Credential> counter) {
        this(counter, System::nanoTime);
    }

    Guesses(Consumer<Credential> counter, LongSupplier nanoTime) {
        this.counter = counter;
        this.nanoTime = nanoTime;
        this.limit = new AddressLimit(nanoTime);
        this.nextLine = new AtomicLong(nanoTime.getAsLong());
    }

    /**
     * Takes note of a wrong credential.
     *
     * @param credential what it was to be
     * @param address from where
     * @return how many seconds the caller is to wait before the next; 0 if it need not
     */
    public long wrong(Credential credential, String address) {
        counter.accept(credential);
        log(credential, address);
        return limit.secondsToWait(address);
    }

    /** A line a minute at most. */
    private void log(Credential credential, String address) {
        long number = sinceLastLine.incrementAndGet();
        long due = nextLine.get();
        long now = nanoTime.getAsLong();
        if (now - due >= 0 && nextLine.compareAndSet(due, now + BETWEEN_LINES.toNanos())) {
            sinceLastLine.addAndGet(-number);
            LOGGER.log(Level.WARNING, Messages.wrongCredentials(number, credential.id(), address));
        }
    }
}
