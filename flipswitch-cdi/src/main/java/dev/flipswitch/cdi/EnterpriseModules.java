package dev.flipswitch.cdi;

import dev.flipswitch.EvaluationContextSupplier;
import dev.flipswitch.FlipswitchOptions;
import dev.flipswitch.cdi.messages.Messages;
import dev.openfeature.sdk.FeatureProvider;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Default;
import jakarta.enterprise.inject.spi.Bean;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.enterprise.inject.spi.Decorator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.annotation.Annotation;
import java.net.URL;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The modules of an enterprise application that find this one in its {@code lib} folder. An extension hears of their beans, but
 * no bean from there can have these injected. For one thread.
 */
final class EnterpriseModules {
    private static final ClassLoader OWN = EnterpriseModules.class.getClassLoader();
    private static final String EXTENSION = FlipswitchExtension.class.getName();
    private static final String RESOURCE = EXTENSION.replace('.', '/') + ".class";

    private static final List<Class<?>> CONTEXT = List.of(EvaluationContextSupplier.class);
    private static final List<Class<?>> PROVIDING =
            List.of(EvaluationContextSupplier.class, FeatureProvider.class, FlipswitchOptions.class);

    private final Set<ClassLoader> known = new HashSet<>(Set.of(OWN));
    private final List<Bean<?>> wanted = new ArrayList<>();

    /** Notes a bean; says so if the first one of its module shows that the module brings flipswitch again. */
    Optional<String> add(Bean<?> bean) {
        if (!(bean instanceof Decorator) && wantedAs(bean).isPresent()) {
            wanted.add(bean);
        }
        ClassLoader loader = bean.getBeanClass().getClassLoader();
        return loader != null && known.add(loader) ? places(loader) : Optional.empty();
    }

    /** Where this module is, if it is once more where only the other module looks. */
    private static Optional<String> places(ClassLoader module) {
        Set<String> places = all(module);
        Set<String> more = new TreeSet<>(places);
        more.removeAll(all(OWN));
        return !more.isEmpty() && places.contains(place(String.valueOf(OWN.getResource(RESOURCE))))
                ? Optional.of(Messages.broughtTwice(places))
                : Optional.empty();
    }

    private static Set<String> all(ClassLoader loader) {
        try {
            return Collections.list(loader.getResources(RESOURCE)).stream()
                    .map(URL::toString)
                    .map(EnterpriseModules::place)
                    .collect(Collectors.toCollection(TreeSet::new));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String place(String url) {
        return url.substring(0, Math.max(0, url.length() - RESOURCE.length())).replaceFirst("!?/$", "");
    }

    /** Reports the beans that should have an effect on flags, and can't. */
    void check(BeanManager beans, Consumer<String> problems) {
        for (Bean<?> bean : wanted) {
            Class<?> type = bean.getBeanClass();
            if (isBelow(type)
                    && !beans.getBeans(Object.class, Any.Literal.INSTANCE).contains(bean)) {
                problems.accept(Messages.unseenBean(wantedAs(bean).orElse(""), type.getTypeName()));
            }
        }
    }

    /** Whether a class finds this one, but is not found from here. */
    private static boolean isBelow(Class<?> type) {
        return find(EXTENSION, type.getClassLoader()) == FlipswitchExtension.class && find(type.getName(), OWN) != type;
    }

    private static @Nullable Class<?> find(String name, @Nullable ClassLoader loader) {
        try {
            return Class.forName(name, false, loader);
        } catch (ClassNotFoundException | LinkageError e) {
            return null;
        }
    }

    /** What of it has an effect on flags. */
    private static Optional<String> wantedAs(Bean<?> bean) {
        Set<Annotation> qualifiers = bean.getQualifiers();
        if (qualifiers.stream().anyMatch(FlagVariant.class::isInstance)) {
            return Optional.of("@FlagVariant");
        }
        boolean isOfADomain = qualifiers.contains(Default.Literal.INSTANCE)
                || FlagInjectionPoints.domainOf(qualifiers).isPresent();
        return (isOfADomain ? PROVIDING : CONTEXT)
                .stream()
                        .filter(bean.getTypes()::contains)
                        .map(Class::getSimpleName)
                        .findFirst();
    }
}
