package dev.flipswitch.cdi;

import dev.flipswitch.FlipswitchOptions;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.spi.AfterDeploymentValidation;
import jakarta.enterprise.inject.spi.BeforeBeanDiscovery;
import jakarta.enterprise.inject.spi.DeploymentException;
import jakarta.enterprise.inject.spi.Extension;

/**
 * Brings this module's beans and checks the configuration at deployment. The container calls it from one thread.
 *
 * @see <a href="https://jakarta.ee/specifications/cdi/4.0/jakarta-cdi-spec-4.0#spi_full">CDI 4.0, section 20, portable
 *     extensions</a>
 */
public class FlipswitchExtension implements Extension {

    /** Called by the container. */
    public FlipswitchExtension() {}

    void addBeans(@Observes BeforeBeanDiscovery discovery) {
        discovery.addAnnotatedType(FlipswitchLifecycle.class, FlipswitchLifecycle.class.getName());
        discovery.addAnnotatedType(FlagProducers.class, FlagProducers.class.getName());
    }

    void checkConfiguration(@Observes AfterDeploymentValidation validation) {
        try {
            FlipswitchOptions.fromEnvironment().check();
        } catch (IllegalArgumentException e) {
            validation.addDeploymentProblem(new DeploymentException(e.getMessage()));
        }
    }
}
