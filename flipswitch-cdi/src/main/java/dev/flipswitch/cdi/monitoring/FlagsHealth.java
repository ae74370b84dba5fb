package dev.flipswitch.cdi.monitoring;

import dev.openfeature.sdk.ProviderState;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.temporal.ChronoUnit;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/**
 * Ready as soon as values are known, and from then on: while the server is away, its data says since when. Thread-safe.
 *
 * @see <a href="https://download.eclipse.org/microprofile/microprofile-health-4.0.1/microprofile-health-spec-4.0.1.html#_different_kinds_of_health_checks">
 *     MicroProfile Health 4.0, different kinds of health checks</a>
 */
@ApplicationScoped // a @Singleton is made by TomEE without what it injects
@Readiness
class FlagsHealth implements HealthCheck {
    @Inject
    ProviderGauges monitored;

    @Override
    public HealthCheckResponse call() {
        ProviderState state = monitored.state();
        HealthCheckResponseBuilder response = HealthCheckResponse.named("flipswitch")
                .status(state == ProviderState.READY || state == ProviderState.STALE)
                .withData("state", state.name())
                .withData("domain", monitored.domain());
        monitored.contact().ifPresent(contact -> {
            contact.sinceLastByte()
                    .ifPresent(silence -> response.withData("secondsSinceLastByte", silence.toSeconds()));
            contact.lostSince()
                    .ifPresent(lost -> response.withData(
                            "staleSince", lost.truncatedTo(ChronoUnit.MILLIS).toString()));
        });
        return response.build();
    }
}
