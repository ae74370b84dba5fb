package dev.flipswitch.server.operations;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Records the calls of a store, whatever methods it has, but for those that ask no database. Thread-safe. */
public final class TimingProxy implements InvocationHandler {

    private static final Set<String> FROM_MEMORY = Set.of("isAvailable");

    private final Object target;
    private final Metrics metrics;

    private TimingProxy(Object target, Metrics metrics) {
        this.target = target;
        this.metrics = metrics;
    }

    /**
     * Wraps a store.
     *
     * @param type its interface
     * @param target the store
     * @param metrics where its calls are recorded
     * @param <T> its interface
     * @return the same, but recorded
     */
    public static <T> T of(Class<T> type, T target, Metrics metrics) {
        return type.cast(
                Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, new TimingProxy(target, metrics)));
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, @Nullable Object @Nullable [] arguments)
            throws Throwable {
        long start = System.nanoTime();
        boolean failed = true;
        try {
            Object result = method.invoke(target, arguments);
            failed = false;
            return result;
        } catch (InvocationTargetException e) {
            throw e.getCause();
        } finally {
            if (!FROM_MEMORY.contains(method.getName())) {
                metrics.stored(method.getName(), failed, System.nanoTime() - start);
            }
        }
    }
}
