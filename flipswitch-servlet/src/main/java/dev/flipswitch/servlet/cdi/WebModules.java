package dev.flipswitch.servlet.cdi;

import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.inject.spi.AfterBeanDiscovery;
import jakarta.servlet.ServletContext;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The web modules below this one, which is in the {@code lib} folder of an enterprise application. On Open Liberty only
 * observers of their own hear that they start. For one thread.
 */
final class WebModules {
    private static final ClassLoader OWN = WebModules.class.getClassLoader();

    private final Map<ClassLoader, Class<?>> beans = new LinkedHashMap<>();

    /** Notes a bean, which may be of such a module. */
    void note(Class<?> bean) {
        ClassLoader loader = bean.getClassLoader();
        if (loader != OWN && isBelow(loader)) {
            beans.putIfAbsent(loader, bean);
        }
    }

    private static boolean isBelow(ClassLoader loader) {
        for (ClassLoader each = loader; each != null; each = each.getParent()) {
            if (each == OWN) {
                return true;
            }
        }
        return false;
    }

    /** Notifies somebody of each that starts, on behalf of one of its beans. */
    void observeStarts(AfterBeanDiscovery discovery, Consumer<ServletContext> observer) {
        beans.values().forEach(bean -> discovery
                .<ServletContext>addObserverMethod()
                .beanClass(bean)
                .observedType(ServletContext.class)
                .addQualifier(Initialized.Literal.APPLICATION)
                .notifyWith(start -> observer.accept(start.getEvent())));
    }
}
