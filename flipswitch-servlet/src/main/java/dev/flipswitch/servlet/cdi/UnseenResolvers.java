package dev.flipswitch.servlet.cdi;

import dev.flipswitch.servlet.RequestContextResolver;
import dev.flipswitch.servlet.messages.Messages;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Default;
import jakarta.enterprise.inject.spi.Bean;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.enterprise.inject.spi.Decorator;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The resolvers of web modules that find this one in the {@code lib} folder of an enterprise application, from where it cannot
 * ask them. For one thread.
 */
final class UnseenResolvers {
    private static final ClassLoader OWN = UnseenResolvers.class.getClassLoader();

    private final List<Bean<?>> resolvers = new ArrayList<>();

    /** Notes a resolver. */
    void add(Bean<?> bean) {
        if (!(bean instanceof Decorator) && bean.getQualifiers().contains(Default.Literal.INSTANCE)) {
            resolvers.add(bean);
        }
    }

    /** Reports those that would not be asked. */
    void check(BeanManager beans, Consumer<String> problems) {
        for (Bean<?> bean : resolvers) {
            Class<?> type = bean.getBeanClass();
            if (isBelow(type)
                    && !beans.getBeans(Object.class, Any.Literal.INSTANCE).contains(bean)) {
                problems.accept(Messages.unseenResolver(type.getTypeName()));
            }
        }
    }

    /** Whether a class finds the resolver's interface where this module does, but is not found from here. */
    private static boolean isBelow(Class<?> type) {
        return find(RequestContextResolver.class.getName(), type.getClassLoader()) == RequestContextResolver.class
                && find(type.getName(), OWN) != type;
    }

    private static @Nullable Class<?> find(String name, @Nullable ClassLoader loader) {
        try {
            return Class.forName(name, false, loader);
        } catch (ClassNotFoundException | LinkageError e) {
            return null;
        }
    }
}
