package dev.flipswitch.cdi;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.spi.Bean;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.inject.Singleton;
import java.lang.annotation.Annotation;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Knows which beans outlive a value that was read when they were injected. Immutable. */
final class LongLivedBeans {
    private static final Set<String> TYPES = Set.of(
            "jakarta.servlet.Servlet",
            "jakarta.servlet.Filter",
            "jakarta.servlet.ServletContextListener",
            "jakarta.servlet.ServletRequestListener",
            "jakarta.servlet.http.HttpSessionListener");
    private static final Set<String> ANNOTATIONS = Set.of(
            "jakarta.ejb.Singleton",
            "jakarta.ejb.Stateless",
            "jakarta.ejb.Stateful",
            "jakarta.ejb.MessageDriven",
            "jakarta.ws.rs.ext.Provider");

    private final BeanManager beans;

    LongLivedBeans(BeanManager beans) {
        this.beans = beans;
    }

    /** What the holder of a flag is, if it lives long. */
    Optional<String> kind(FlagInjectionPoint point) {
        Bean<?> bean = point.point().getBean();
        Optional<String> scoped = bean == null ? Optional.empty() : longScope(bean.getScope());
        return scoped.or(() -> annotation(point.holder())).or(() -> webComponent(point.holder()));
    }

    private Optional<String> longScope(Class<? extends Annotation> scope) {
        boolean isLong = scope == ApplicationScoped.class
                || scope == Singleton.class
                || (beans.isNormalScope(scope) && beans.isPassivatingScope(scope));
        return isLong ? Optional.of("@" + scope.getSimpleName()) : Optional.empty();
    }

    private static Optional<String> annotation(Class<?> type) {
        return Arrays.stream(type.getAnnotations())
                .map(annotation -> annotation.annotationType().getName())
                .filter(ANNOTATIONS::contains)
                .map(name -> "@" + name)
                .findFirst();
    }

    private static Optional<String> webComponent(Class<?> type) {
        Set<Class<?>> ancestors = new HashSet<>();
        collect(type, ancestors);
        return ancestors.stream().map(Class::getName).filter(TYPES::contains).findFirst();
    }

    private static void collect(Class<?> type, Set<Class<?>> ancestors) {
        ancestors.add(type);
        Stream.concat(Stream.ofNullable(type.getSuperclass()), Arrays.stream(type.getInterfaces()))
                .forEach(parent -> collect(parent, ancestors));
    }
}
