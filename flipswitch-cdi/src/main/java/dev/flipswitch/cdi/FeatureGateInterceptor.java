package dev.flipswitch.cdi;

import jakarta.annotation.Priority;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.AroundTimeout;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InvocationContext;
import java.io.Serializable;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Keeps {@link FeatureGate}s. It is passivated with the bean that it guards. Thread-safe. */
@Interceptor
@FeatureGate("")
@Priority(Interceptor.Priority.LIBRARY_BEFORE)
class FeatureGateInterceptor implements Serializable {
    private static final long serialVersionUID = 1L;

    @Inject
    @SuppressWarnings("serial") // the container's can be serialised: CDI 4.0, section 17.5.1
    Instance<FlagClients> container;

    private transient volatile @Nullable FlagClients known;

    @AroundInvoke
    @Nullable
    Object around(InvocationContext invocation) throws Exception {
        Optional<FeatureGate> closed = closedGate(invocation);
        if (closed.isEmpty()) {
            return invocation.proceed();
        }
        FeatureGate gate = closed.get();
        if (!gate.fallback().isEmpty()) {
            return callFallback(gate, invocation);
        }
        if (isMessageListener(invocation)) {
            return null; // an exception would have the message sent again and again
        }
        throw new FeatureDisabledException(gate.value(), gate.status());
    }

    private static boolean isMessageListener(InvocationContext invocation) {
        return invocation.getMethod().getReturnType() == void.class
                && FeatureGates.isMessageDriven(invocation.getTarget().getClass());
    }

    /** A timer calls: nobody is there to be notified that the gate is closed, and the container would call again at once. */
    @AroundTimeout
    @Nullable
    Object aroundTimeout(InvocationContext invocation) throws Exception {
        Optional<FeatureGate> closed = closedGate(invocation);
        if (closed.isEmpty()) {
            return invocation.proceed();
        }
        return closed.get().fallback().isEmpty() ? null : callFallback(closed.get(), invocation);
    }

    private Optional<FeatureGate> closedGate(InvocationContext invocation) {
        FlagClients clients = clients();
        Method method = invocation.getMethod();
        return clients.gate(invocation.getTarget().getClass(), method).filter(gate -> !clients.isOpen(gate, method));
    }

    private FlagClients clients() {
        FlagClients found = known;
        if (found == null) {
            found = container.get();
            known = found;
        }
        return found;
    }

    private static Object callFallback(FeatureGate gate, InvocationContext invocation) throws Exception {
        Object target = invocation.getTarget();
        Method fallback = FeatureGates.fallback(gate, target.getClass(), invocation.getMethod())
                .orElseThrow(() -> new FeatureDisabledException(gate.value(), gate.status()));
        fallback.setAccessible(true);
        try {
            return fallback.invoke(target, invocation.getParameters());
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof Error thrown) {
                throw thrown;
            }
            throw e.getCause() instanceof Exception thrown ? thrown : e;
        }
    }
}
