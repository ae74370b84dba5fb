package dev.flipswitch.cdi.monitoring;

import dev.flipswitch.FlipswitchProvider;
import dev.flipswitch.ServerContact;
import dev.flipswitch.cdi.FlagChanged;
import dev.openfeature.sdk.Client;
import dev.openfeature.sdk.OpenFeatureAPI;
import dev.openfeature.sdk.ProviderState;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;

/** What can be said of the application's provider, whichever it is. Thread-safe. */
@Singleton
class ProviderGauges {
    /** How many flags' changes have been applied. */
    static final String CHANGES = "flipswitch.flag.changes";

    static final String CHANGES_DESCRIPTION = "Changes of flags that have become visible";

    /** From the server's time of a change to the time when it arrived here. */
    static final String PROPAGATION = "flipswitch.flag.propagation";

    static final String PROPAGATION_DESCRIPTION =
            "From a change by the server's clock to its arrival by this machine's";

    /** Since the server was heard last. */
    static final String SILENCE = "flipswitch.stream.silence";

    static final String SILENCE_DESCRIPTION = "Time since the flag server's last byte";

    private static final double NANOS = 1e9;

    private final Client client;

    @Inject
    ProviderGauges(Client client) {
        this.client = client;
    }

    ProviderState state() {
        return client.getProviderState();
    }

    String domain() {
        return client.getMetadata().getDomain();
    }

    /** How it stands with its server; empty for other providers than flipswitch's. */
    Optional<ServerContact> contact() {
        return OpenFeatureAPI.getInstance().getProvider(domain()) instanceof FlipswitchProvider provider
                ? Optional.of(provider.getServerContact())
                : Optional.empty();
    }

    /** Seconds since the server's last byte; not a number if there has been none. */
    double silence() {
        return contact()
                .flatMap(ServerContact::sinceLastByte)
                .map(silence -> silence.toNanos() / NANOS)
                .orElse(Double.NaN);
    }

    /** How long a change was under way; empty if the server did not say when it was made. */
    static Optional<Duration> propagation(FlagChanged changed) {
        return changed.serverTime()
                .map(made -> Duration.between(made, changed.clientTime()))
                .map(time -> time.isNegative() ? Duration.ZERO : time); // the clocks differ
    }
}
