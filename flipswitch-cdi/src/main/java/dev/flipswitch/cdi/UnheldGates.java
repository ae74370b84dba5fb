package dev.flipswitch.cdi;

import dev.flipswitch.cdi.messages.Messages;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.inject.spi.AnnotatedMethod;
import jakarta.enterprise.inject.spi.AnnotatedType;
import jakarta.enterprise.inject.spi.ProcessAnnotatedType;
import jakarta.inject.Inject;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.AroundTimeout;
import java.lang.System.Logger.Level;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * Finds the gates that would stand open, since containers don't intercept what they are on. They are taken off before the
 * container sees them, so that all problems are reported together. For one thread.
 */
final class UnheldGates {
    private static final System.Logger LOG = System.getLogger(UnheldGates.class.getName());

    /** What marks methods that the container calls by itself; those of EJBs may not be there. */
    private static final Set<String> CALLED_BY_CONTAINER = Set.of(
            Inject.class.getName(),
            PostConstruct.class.getName(),
            PreDestroy.class.getName(),
            AroundInvoke.class.getName(),
            AroundTimeout.class.getName(),
            "jakarta.ejb.PostActivate",
            "jakarta.ejb.PrePassivate",
            "jakarta.ejb.AfterBegin",
            "jakarta.ejb.BeforeCompletion",
            "jakarta.ejb.AfterCompletion");

    private static final String OPEN_WEB_BEANS = "org.apache.webbeans.";

    private final Set<String> problems = new HashSet<>();
    private final Set<String> refused = new TreeSet<>();
    private final Set<Class<?>> gated = new HashSet<>();
    private final Set<Class<?>> beans = new HashSet<>();

    /** Looks at a class that has gates, and takes off those that cannot hold. */
    void scan(ProcessAnnotatedType<?> event) {
        AnnotatedType<?> type = event.getAnnotatedType();
        gated.add(type.getJavaClass());
        Optional<FeatureGate> ofClass = FeatureGates.among(type.getAnnotations());
        for (AnnotatedMethod<?> method : type.getMethods()) {
            Method member = method.getJavaMember();
            Optional<FeatureGate> own = FeatureGates.among(method.getAnnotations());
            if (own.isPresent()) {
                fault(method)
                        .ifPresentOrElse(fault -> takeOff(event, own.get(), member, fault), () -> finality(method, type)
                                .ifPresent(fault -> refuse(event, own.get(), member, fault)));
            } else if (ofClass.filter(gate -> FeatureGates.isBusiness(type.getJavaClass(), member, gate))
                    .isPresent()) {
                finality(method, type)
                        .filter(fault -> !isCalledByContainer(method))
                        .ifPresent(fault -> refuse(event, ofClass.get(), member, fault));
            }
        }
    }

    private void takeOff(ProcessAnnotatedType<?> event, FeatureGate gate, Method gated, String fault) {
        report(gate, gated, fault);
        event.configureAnnotatedType().remove(UnheldGates::isGate);
        event.configureAnnotatedType()
                .filterMethods(each -> each.getJavaMember().equals(gated))
                .forEach(each -> each.remove(UnheldGates::isGate));
    }

    /** OpenWebBeans looks for what is final in the class itself, and ends: it is not to see the class at all. */
    private void refuse(ProcessAnnotatedType<?> event, FeatureGate gate, Method gated, String fault) {
        takeOff(event, gate, gated, fault);
        if (event.getClass().getName().startsWith(OPEN_WEB_BEANS)) {
            event.veto();
            refused.add(Messages.unheldGate(gate.value(), FeatureGates.place(gated), fault));
        }
    }

    /** What can't wait until all is found, since a class is missing now. */
    Optional<String> refusal() {
        return refused.isEmpty() ? Optional.empty() : Optional.of(String.join("\n", refused));
    }

    private static Optional<String> fault(AnnotatedMethod<?> method) {
        int modifiers = method.getJavaMember().getModifiers();
        if (Modifier.isPrivate(modifiers) || Modifier.isStatic(modifiers)) {
            return Optional.of(Modifier.isPrivate(modifiers) ? "a private method" : "a static method");
        }
        return isCalledByContainer(method)
                ? Optional.of("a method that the container calls by itself, as at @Inject and @PostConstruct")
                : Optional.empty();
    }

    private static boolean isCalledByContainer(AnnotatedMethod<?> method) {
        return method.getAnnotations().stream()
                .anyMatch(each ->
                        CALLED_BY_CONTAINER.contains(each.annotationType().getName()));
    }

    private static Optional<String> finality(AnnotatedMethod<?> method, AnnotatedType<?> type) {
        if (Modifier.isFinal(method.getJavaMember().getModifiers())) {
            return Optional.of("a final method");
        }
        return Modifier.isFinal(type.getJavaClass().getModifiers())
                ? Optional.of("a method of a final class")
                : Optional.empty();
    }

    private static boolean isGate(Annotation annotation) {
        return FeatureGates.among(Set.of(annotation)).isPresent();
    }

    private void report(FeatureGate gate, Method method, String fault) {
        problems.add(Messages.unheldGate(gate.value(), FeatureGates.place(method), fault));
    }

    /** Notes a class that the container makes beans of. */
    void addBean(Class<?> bean) {
        beans.add(bean);
    }

    void check(Consumer<String> problemFound) {
        problems.forEach(problemFound);
    }

    /** Warns of gated classes that are no beans: some containers intercept servlets and the like all the same. */
    void warn() {
        gated.stream()
                .filter(type -> !Modifier.isAbstract(type.getModifiers()))
                .filter(type -> beans.stream().noneMatch(type::isAssignableFrom))
                .filter(type -> !FeatureGates.isMessageDriven(type)) // no beans of CDI, and yet intercepted
                .forEach(type -> LOG.log(Level.WARNING, Messages.gateOfNoBean(type.getTypeName())));
    }
}
