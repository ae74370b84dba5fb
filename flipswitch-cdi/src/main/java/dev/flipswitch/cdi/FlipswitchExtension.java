package dev.flipswitch.cdi;

import dev.flipswitch.cdi.monitoring.Monitoring;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.spi.AfterDeploymentValidation;
import jakarta.enterprise.inject.spi.AnnotatedMethod;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.enterprise.inject.spi.BeforeBeanDiscovery;
import jakarta.enterprise.inject.spi.DeploymentException;
import jakarta.enterprise.inject.spi.Extension;
import jakarta.enterprise.inject.spi.ProcessAnnotatedType;
import jakarta.enterprise.inject.spi.ProcessBean;
import jakarta.enterprise.inject.spi.ProcessBeanAttributes;
import jakarta.enterprise.inject.spi.ProcessInjectionPoint;
import jakarta.enterprise.inject.spi.WithAnnotations;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Brings this module's beans and checks at deployment what the application asks of them: all that is wrong is reported
 * together. The container calls it from one thread.
 *
 * @see <a href="https://jakarta.ee/specifications/cdi/4.0/jakarta-cdi-spec-4.0#spi_full">CDI 4.0, section 20, portable
 *     extensions</a>
 */
public class FlipswitchExtension implements Extension {
    private final FlagPoints points = new FlagPoints();
    private final Variants variants = new Variants();
    private final Gates gates = new Gates();
    private final Set<String> producedDomains = new HashSet<>();

    /** Called by the container. */
    public FlipswitchExtension() {}

    void addBeans(@Observes BeforeBeanDiscovery discovery) {
        Stream.of(
                        FlipswitchLifecycle.class,
                        Providers.class,
                        ApplicationContexts.class,
                        FlagClients.class,
                        FlagProducers.class,
                        FeatureGateInterceptor.class)
                .forEach(bean -> discovery.addAnnotatedType(bean, bean.getName()));
        Monitoring.beans().forEach(bean -> discovery.addAnnotatedType(bean, bean.getName()));
    }

    void scan(@Observes @WithAnnotations(Flag.class) ProcessAnnotatedType<?> type) {
        points.scan(type.getAnnotatedType());
    }

    /** Gives the producer of plain values all their types: the container then finds it for each. */
    void widen(@Observes ProcessBeanAttributes<?> bean) {
        if (bean.getAnnotated() instanceof AnnotatedMethod<?> method && isPlainProducer(method.getJavaMember())) {
            bean.configureBeanAttributes().types(points.plainTypes());
        }
    }

    private static boolean isPlainProducer(Method method) {
        return method.getDeclaringClass() == FlagProducers.class
                && method.getName().equals(FlagProducers.PLAIN);
    }

    void note(@Observes ProcessInjectionPoint<?, ?> point) {
        if (!point.getInjectionPoint()
                .getAnnotated()
                .isAnnotationPresent(Disposes.class)) { // OpenWebBeans has these, too
            points.add(point.getInjectionPoint());
        }
    }

    void check(@Observes AfterDeploymentValidation validation, BeanManager beans) {
        Set<String> problems = new TreeSet<>();
        ConfigurationCheck.run(beans, flagDomains(), producedDomains(), problems::add);
        points.check(variants, problems::add);
        gates.check(problems::add);
        if (!problems.isEmpty()) {
            validation.addDeploymentProblem(new DeploymentException(String.join("\n", problems)));
        }
        points.warn(new LongLived(beans));
    }

    void scanGates(@Observes @WithAnnotations(FeatureGate.class) ProcessAnnotatedType<?> type) {
        if (type.getAnnotatedType().getJavaClass() != FeatureGateInterceptor.class) {
            gates.add(type.getAnnotatedType());
        }
    }

    /** Notes what a flag chooses, and the domains that the application brings providers or options for. */
    void noteBean(@Observes ProcessBean<?> bean) {
        variants.add(bean.getBean());
        for (Annotation qualifier : bean.getBean().getQualifiers()) {
            if (qualifier instanceof FlagDomain domain) {
                producedDomains.add(domain.value());
            }
        }
    }

    /** The domains that flags are injected from, but the application's own. */
    Set<String> flagDomains() {
        return points.domains();
    }

    /** The keys of the flags that are injected from a domain; from the application's own, if the name is empty. */
    Set<String> flagKeys(String domain) {
        return points.keys(domain);
    }

    /** The domains that beans are there for. */
    Set<String> producedDomains() {
        return Set.copyOf(producedDomains);
    }
}
