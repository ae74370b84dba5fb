package dev.flipswitch.cdi;

import dev.flipswitch.cdi.messages.Messages;
import dev.openfeature.sdk.Client;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.spi.CDI;
import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.Serial;
import java.io.Serializable;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Calls the implementation that a flag chooses, at each call. Thread-safe. Serialised as what it was made from. */
final class VariantChooser implements InvocationHandler, Serializable {
    private static final long serialVersionUID = 1L;

    private final transient Class<?> type;
    private final transient FlagSpec<String> spec;
    private final transient Client client;
    private final transient Instance<Object> beans;
    private final transient Map<String, Object> known = new ConcurrentHashMap<>();

    private VariantChooser(Class<?> type, FlagSpec<String> spec, Client client, Instance<Object> beans) {
        this.type = type;
        this.spec = spec;
        this.client = client;
        this.beans = beans;
    }

    /** Something of that interface. */
    static Object proxy(Class<?> type, FlagSpec<String> spec, Client client, Instance<Object> beans) {
        return Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, new VariantChooser(type, spec, client, beans));
    }

    /** Whether an interface can be implemented here, and its methods be called from here. */
    static boolean canStandFor(Class<?> type) {
        return !type.isSealed() && Arrays.stream(type.getMethods()).allMatch(Method::trySetAccessible);
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) throws Throwable {
        if (method.getDeclaringClass() == Object.class) {
            return invokeOnProxy(proxy, method, arguments);
        }
        try {
            method.setAccessible(true); // neither it nor its interface need be public
            return method.invoke(chosen(), arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause() == null ? e : e.getCause();
        }
    }

    private Object invokeOnProxy(Object proxy, Method method, Object @Nullable [] arguments) {
        return switch (method.getName()) {
            case "equals" -> arguments != null && proxy == arguments[0];
            case "hashCode" -> System.identityHashCode(proxy);
            default -> type.getSimpleName() + " by the flag " + spec.id().key();
        };
    }

    private Object chosen() {
        return known.computeIfAbsent(spec.evaluate(client).getValue(), this::find);
    }

    private Object find(String value) {
        Instance<?> found = beans.select(type, new VariantLiteral(spec.id().key(), value));
        if (found.isUnsatisfied()) {
            throw new IllegalStateException(Messages.missingVariant(spec.id().key(), value, type));
        }
        return found.get();
    }

    @Serial
    private Object writeReplace() {
        return new Written(type, spec.id());
    }

    @Serial
    private void readObject(ObjectInputStream in) throws InvalidObjectException {
        throw new InvalidObjectException("written by another version");
    }

    /** What is written in place of it. */
    private record Written(Class<?> type, FlagId id) implements Serializable {
        @Serial
        private Object readResolve() {
            FlagClients clients = CDI.current().select(FlagClients.class).get();
            return Proxy.getInvocationHandler(clients.chooser(type, id));
        }
    }
}
