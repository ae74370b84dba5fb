package dev.flipswitch.cdi;

import dev.flipswitch.cdi.messages.Messages;
import jakarta.enterprise.inject.spi.AnnotatedType;
import java.lang.System.Logger.Level;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Finds the gates that a bean's class seems to inherit, but does not: an interface's, an abstract method's and those of
 * methods that it overrides. For one thread.
 */
final class InheritedGates {
    private static final System.Logger LOG = System.getLogger(InheritedGates.class.getName());

    private final Set<String> problems = new HashSet<>();
    private final Set<String> warnings = new HashSet<>();

    void add(AnnotatedType<?> bean) {
        Class<?> type = bean.getJavaClass();
        for (Class<?> ancestor : FeatureGates.lineage(type)) {
            if (ancestor.isInterface() && FeatureGates.ofClass(type).isEmpty()) {
                FeatureGates.among(Set.of(ancestor.getAnnotations()))
                        .ifPresent(gate -> problems.add(
                                Messages.gateNotInherited(gate.value(), ancestor.getTypeName(), type.getTypeName())));
            }
            for (Method method : FeatureGates.methods(ancestor)) {
                if (!Modifier.isPrivate(method.getModifiers()) && !Modifier.isStatic(method.getModifiers())) {
                    FeatureGates.of(method).ifPresent(gate -> add(bean, gate, method));
                }
            }
        }
    }

    private void add(AnnotatedType<?> bean, FeatureGate gate, Method gated) {
        Method called = called(bean.getJavaClass(), gated);
        if (called.equals(gated)) {
            if (gated.isDefault()
                    && bean.getMethods().stream()
                            .noneMatch(method -> method.getJavaMember().equals(gated))) {
                problems.add(Messages.unheldGate(
                        gate.value(),
                        FeatureGates.place(gated),
                        "a default method, which this container does not intercept"));
            }
        } else if (FeatureGates.of(called).isEmpty()) {
            String implementation = FeatureGates.place(called);
            if (Modifier.isAbstract(gated.getModifiers())) {
                problems.add(Messages.gateNotInherited(gate.value(), FeatureGates.place(gated), implementation));
            } else {
                warnings.add(Messages.gateOverridden(gate.value(), FeatureGates.place(gated), implementation));
            }
        }
    }

    /** The method of a class that runs in place of one that it inherits. */
    private static Method called(Class<?> type, Method inherited) {
        return FeatureGates.lineage(type).stream()
                .flatMap(each -> FeatureGates.methods(each).stream())
                .filter(method -> method.getName().equals(inherited.getName())
                        && Arrays.equals(method.getParameterTypes(), inherited.getParameterTypes()))
                .findFirst()
                .orElse(inherited);
    }

    void check(Consumer<String> problemFound) {
        problems.forEach(problemFound);
    }

    /** Warns of what may be meant so. */
    void warn() {
        warnings.forEach(warning -> LOG.log(Level.WARNING, warning));
    }
}
