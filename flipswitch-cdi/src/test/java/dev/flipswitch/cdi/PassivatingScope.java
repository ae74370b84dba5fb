package dev.flipswitch.cdi;

import jakarta.enterprise.context.NormalScope;
import jakarta.enterprise.context.spi.Context;
import jakarta.enterprise.context.spi.Contextual;
import jakarta.enterprise.context.spi.CreationalContext;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.spi.AfterBeanDiscovery;
import jakarta.enterprise.inject.spi.Extension;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.lang.annotation.Annotation;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Brings a scope that writes each bean when it is made, and reads it anew each time it is asked for. Thread-safe. */
final class PassivatingScope implements Extension, Context {
    /** A bean that is never in memory between two calls. */
    @NormalScope(passivating = true)
    @Retention(RetentionPolicy.RUNTIME)
    @Target({ElementType.TYPE, ElementType.METHOD})
    @interface Passivated {}

    private final Map<Contextual<?>, byte[]> written = new ConcurrentHashMap<>();

    void add(@Observes AfterBeanDiscovery discovery) {
        discovery.addContext(this);
    }

    @Override
    public Class<? extends Annotation> getScope() {
        return Passivated.class;
    }

    @Override
    public boolean isActive() {
        return true;
    }

    @Override
    public <T> T get(Contextual<T> bean, @Nullable CreationalContext<T> creating) {
        byte[] known = written.get(bean);
        if (known == null && creating != null) {
            known = write(bean.create(creating));
            written.put(bean, known);
        }
        return known == null ? nothing() : read(known);
    }

    @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"}) // null is CDI's answer for a bean that is not there
    private static <T> T nothing() {
        return null;
    }

    @Override
    public <T> @Nullable T get(Contextual<T> bean) {
        return get(bean, null);
    }

    private static byte[] write(Object bean) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(bean);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return bytes.toByteArray();
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // what was written as one
    private static <T> T read(byte[] bytes) {
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes))) {
            return (T) in.readObject();
        } catch (IOException | ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }
}
