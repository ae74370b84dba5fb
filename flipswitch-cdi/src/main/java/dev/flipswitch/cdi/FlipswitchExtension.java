package dev.flipswitch.cdi;

import dev.flipswitch.FlipswitchOptions;
import dev.flipswitch.FlipswitchProvider;
import dev.flipswitch.cdi.messages.Messages;
import dev.openfeature.sdk.Client;
import dev.openfeature.sdk.FeatureProvider;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.spi.AfterBeanDiscovery;
import jakarta.enterprise.inject.spi.AfterDeploymentValidation;
import jakarta.enterprise.inject.spi.AnnotatedMember;
import jakarta.enterprise.inject.spi.AnnotatedMethod;
import jakarta.enterprise.inject.spi.AnnotatedType;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.enterprise.inject.spi.BeforeBeanDiscovery;
import jakarta.enterprise.inject.spi.DefinitionException;
import jakarta.enterprise.inject.spi.DeploymentException;
import jakarta.enterprise.inject.spi.Extension;
import jakarta.enterprise.inject.spi.ObserverMethod;
import jakarta.enterprise.inject.spi.ProcessAnnotatedType;
import jakarta.enterprise.inject.spi.ProcessBean;
import jakarta.enterprise.inject.spi.ProcessBeanAttributes;
import jakarta.enterprise.inject.spi.ProcessInjectionPoint;
import jakarta.enterprise.inject.spi.ProcessObserverMethod;
import jakarta.enterprise.inject.spi.WithAnnotations;
import jakarta.inject.Singleton;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.util.Collections;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Brings this module's beans and checks at deployment what the application asks of them: all that is wrong is reported
 * together. The container calls it from one thread.
 *
 * <p>It has a scope, though containers make no bean of it. To Payara a class without a scope belongs to no archive, and
 * from there the application's beans are not seen. For the same reason the module's other beans need a scope.
 *
 * @see <a href="https://jakarta.ee/specifications/cdi/4.0/jakarta-cdi-spec-4.0#spi_full">CDI 4.0, section 20, portable
 *     extensions</a>
 */
@Dependent
public class FlipswitchExtension implements Extension {
    /** What a bean of a domain's can give. */
    private static final Set<Type> PROVIDING = Set.of(FeatureProvider.class, FlipswitchOptions.class);

    /** In the location of a class that a web module brings. */
    private static final Pattern WEB_MODULE = Pattern.compile("([^/]*)/WEB-INF/");

    private final FlagInjectionPoints points = new FlagInjectionPoints();
    private final Variants variants = new Variants();
    private final FeatureGates gates = new FeatureGates();
    private final UnheldGates unheldGates = new UnheldGates();
    private final InheritedGates inheritedGates = new InheritedGates();
    private final EnterpriseModules modules = new EnterpriseModules();
    private final Set<String> problems = new TreeSet<>();
    private final Set<String> producedDomains = new HashSet<>();

    /** The beans that are made before a provider is, since they make it. */
    private final Set<Class<?>> makers = new HashSet<>();

    /** Called by the container. */
    public FlipswitchExtension() {}

    /**
     * By types that the bean manager of this module's own archive makes, not by classes. Weld makes these for the whole
     * deployment by their names. So, if several web modules of an enterprise application bring this module, one would
     * have no beans.
     */
    void addBeans(@Observes BeforeBeanDiscovery discovery, BeanManager beans) {
        Stream.<Class<?>>of(
                        FlipswitchLifecycle.class,
                        ProviderResolver.class,
                        ApplicationContexts.class,
                        FlagClients.class,
                        FlagProducers.class,
                        FeatureGateInterceptor.class)
                .forEach(bean -> discovery.addAnnotatedType(beans.createAnnotatedType(bean), bean.getName()));
    }

    void scan(@Observes @WithAnnotations(Flag.class) ProcessAnnotatedType<?> type) {
        points.scan(type, problems::add);
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
            FlagInjectionPoints.domainOf(point.getInjectionPoint().getQualifiers())
                    .ifPresent(domain -> checkDomain(
                            domain, point.getInjectionPoint().getMember().getDeclaringClass()));
            FlagInjectionPoint.flagOf(point.getInjectionPoint())
                    .ifPresent(flag -> makeResolvable(point, new FlagInjectionPoint(point.getInjectionPoint(), flag)));
        }
    }

    /** The container finds something for what can't work, too: this module reports all that together. */
    private static void makeResolvable(ProcessInjectionPoint<?, ?> event, FlagInjectionPoint point) {
        InjectedForm wanted = point.wanted();
        if (!wanted.isPossible()) {
            event.configureInjectionPoint().type(Boolean.class).qualifiers(point.flag());
        } else if (wanted.form() == InjectedForm.Form.HANDLE && !wanted.live()) {
            event.configureInjectionPoint().qualifiers(new OwnedByHolder.Literal(point.flag()));
        } else if (!point.otherQualifiers().isEmpty()) {
            event.configureInjectionPoint().qualifiers(point.flag());
        }
    }

    /** Notes who observes what is no flag. */
    void noteObserver(@Observes ProcessObserverMethod<?, ?> event) {
        ObserverMethod<?> observer = event.getObserverMethod();
        AnnotatedMethod<?> method = event.getAnnotatedMethod(); // null for an observer that an extension added
        String place = observer.getBeanClass().getTypeName()
                + (method == null ? "" : "." + method.getJavaMember().getName() + "()");
        observer.getObservedQualifiers().stream()
                .filter(FlagKey.class::isInstance)
                .forEach(flag -> FlagInjectionPoints.checkKey(((FlagKey) flag).value(), place, problems::add));
    }

    /** The clients and providers of further domains, which {@link FlagDomain} chooses. */
    void addDomains(@Observes AfterBeanDiscovery discovery, BeanManager beans) {
        Set<String> domains = new TreeSet<>(points.domains());
        domains.addAll(producedDomains());
        for (String domain : domains) {
            add(discovery, Client.class, domain, ApplicationScoped.class, () -> select(beans, FlagClients.class)
                    .client(domain));
            add(discovery, FlipswitchProvider.class, domain, Singleton.class, () -> select(
                            beans, FlipswitchLifecycle.class)
                    .provider(domain));
        }
    }

    void refuse(@Observes AfterBeanDiscovery discovery) {
        unheldGates.refusal().ifPresent(problem -> discovery.addDefinitionError(new DefinitionException(problem)));
    }

    private static <T> T select(BeanManager beans, Class<T> type) {
        return beans.createInstance().select(type).get();
    }

    private static <T> void add(
            AfterBeanDiscovery discovery,
            Class<T> type,
            String domain,
            Class<? extends Annotation> scope,
            Supplier<T> maker) {
        discovery
                .<T>addBean()
                .id(idOf(type, domain))
                .addType(type)
                .addQualifier(new DomainLiteral(domain))
                .scope(scope)
                .createWith(context -> maker.get());
    }

    /** Containers share identifiers among the web modules of an enterprise application that each bring this module. */
    private static String idOf(Class<?> type, String domain) {
        String location = String.valueOf(FlipswitchExtension.class.getResource("FlipswitchExtension.class"));
        Matcher module = WEB_MODULE.matcher(location);
        return type.getName() + "@" + domain + (module.find() ? "@" + module.group(1) : "");
    }

    void check(@Observes AfterDeploymentValidation validation, BeanManager beans) {
        FlagTypeConflicts kinds = new FlagTypeConflicts(problems::add);
        if (ConfigurationCheck.hasJson(problems::add)) {
            ConfigurationCheck.run(beans, flagDomains(), producedDomains(), problems::add);
            points.check(variants, beans, kinds, makers, problems::add);
        }
        modules.check(beans, problems::add);
        gates.check(kinds, problems::add);
        unheldGates.check(problems::add);
        inheritedGates.check(problems::add);
        if (!problems.isEmpty()) {
            validation.addDeploymentProblem(new DeploymentException(String.join("\n", problems)));
        }
        points.warn(new LongLivedBeans(beans));
        unheldGates.warn();
        inheritedGates.warn();
    }

    void scanGates(@Observes @WithAnnotations(FeatureGate.class) ProcessAnnotatedType<?> type) {
        if (type.getAnnotatedType().getJavaClass() != FeatureGateInterceptor.class) {
            unheldGates.scan(type);
            gates.add(type.getAnnotatedType());
        }
    }

    /** Notes what a flag chooses, and the domains that the application brings providers or options for. */
    void noteBean(@Observes ProcessBean<?> bean) {
        modules.add(bean.getBean()).ifPresent(problem -> bean.addDefinitionError(new DefinitionException(problem)));
        variants.add(bean.getBean());
        if (bean.getAnnotated() instanceof AnnotatedType<?> type) {
            unheldGates.addBean(type.getJavaClass());
            inheritedGates.add(type);
        }
        if (!Collections.disjoint(bean.getBean().getTypes(), PROVIDING)) {
            FlagInjectionPoints.domainOf(bean.getBean().getQualifiers()).ifPresent(domain -> {
                producedDomains.add(domain);
                checkDomain(domain, bean.getBean().getBeanClass());
            });
            if (!(bean.getAnnotated() instanceof AnnotatedMember<?> producer && producer.isStatic())) {
                makers.add(bean.getBean().getBeanClass());
            }
        }
    }

    private void checkDomain(String domain, Class<?> holder) {
        if (domain.isBlank()) {
            problems.add(Messages.noDomain(holder.getTypeName()));
        }
    }

    /** The domains that flags, clients and providers are injected from, but the application's own. */
    Set<String> flagDomains() {
        return points.domains().stream().filter(domain -> !domain.isBlank()).collect(Collectors.toSet());
    }

    /** The keys of the flags that are injected from a domain; from the application's own, if the name is empty. */
    Set<String> flagKeys(String domain) {
        return points.keys(domain);
    }

    /** Where a flag is asked for in a certain way. */
    Set<Unanswered.Place> places(FlagId id) {
        return points.places(id);
    }

    /** The domains that beans are there for. */
    Set<String> producedDomains() {
        return Set.copyOf(producedDomains);
    }
}
