package dev.flipswitch.cdi;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.enterprise.inject.se.SeContainer;
import java.util.concurrent.Callable;
import org.jboss.weld.environment.se.Weld;
import org.junit.jupiter.api.Test;

/** Where nothing implements Jakarta JSON Processing, or its API is missing, too. */
class WithoutJsonTest {

    @Test
    void saysWhatToAddWhereNoImplementationIs() throws Exception {
        assertThat(Apart.call(Deployment.class, "parsson").toString())
                .contains("FLIP-CDI-0039", "org.eclipse.parsson:parsson");
    }

    @Test
    void saysSoWhereTheApiIsMissing() throws Exception {
        assertThat(Apart.call(Deployment.class, "parsson|jakarta.json-api").toString())
                .contains("FLIP-CDI-0039", "org.eclipse.parsson:parsson");
    }

    /** Gives what the failed deployment says. */
    public static final class Deployment implements Callable<Object> {
        @Override
        public Object call() {
            System.setProperty("flipswitch.flags.dark-mode", "true");
            try (SeContainer container = new Weld()
                    .disableDiscovery()
                    .addExtensions(new FlipswitchExtension())
                    .addBeanClasses(ContainerContract.Visit.class)
                    .initialize()) {
                return "started: " + container.isRunning();
            } catch (RuntimeException e) {
                return String.valueOf(e);
            } finally {
                System.clearProperty("flipswitch.flags.dark-mode");
            }
        }
    }
}
