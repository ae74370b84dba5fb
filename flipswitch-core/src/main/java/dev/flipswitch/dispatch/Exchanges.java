package dev.flipswitch.dispatch;

import java.util.concurrent.CompletableFuture;

/** Ends what the JDK's HTTP client has under way. Stateless. */
public final class Exchanges {
    private Exchanges() {}

    /**
     * Ends an exchange and closes its connection, also one that has failed: of an answer that is no HTTP the JDK leaves the
     * connection open until the server closes it. A future that hangs on the exchange's and is not done reaches the
     * exchange all the same.
     *
     * @param exchange what {@code HttpClient.sendAsync} returned; not one that succeeded, whose connection others use
     */
    public static void end(CompletableFuture<?> exchange) {
        exchange.cancel(true);
        exchange.newIncompleteFuture().cancel(true);
    }
}
