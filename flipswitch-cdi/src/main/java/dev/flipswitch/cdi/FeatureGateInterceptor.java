package dev.flipswitch.cdi;

import jakarta.annotation.Priority;
import jakarta.inject.Inject;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InvocationContext;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;

/** Keeps {@link FeatureGate}s. Thread-safe. */
@Interceptor
@FeatureGate("")
@Priority(Interceptor.Priority.LIBRARY_BEFORE)
class FeatureGateInterceptor {
    @Inject
    FlagClients clients;

    @AroundInvoke
    Object around(InvocationContext invocation) throws Exception {
        Method method = invocation.getMethod();
        FeatureGate own = method.getAnnotation(FeatureGate.class);
        FeatureGate gate = own == null ? invocation.getTarget().getClass().getAnnotation(FeatureGate.class) : own;
        if (gate == null || isFallback(own, gate, method) || isOpen(gate)) {
            return invocation.proceed();
        }
        if (gate.fallback().isEmpty()) {
            throw new FeatureDisabledException(gate.value(), gate.status());
        }
        return callFallback(gate, invocation);
    }

    /** The fallback of a class's gate is a method of that class, but is not behind it. */
    private static boolean isFallback(FeatureGate own, FeatureGate gate, Method method) {
        return own == null && method.getName().equals(gate.fallback());
    }

    private boolean isOpen(FeatureGate gate) {
        return clients.client(gate.domain()).getBooleanValue(gate.value(), gate.defaultValue());
    }

    private static Object callFallback(FeatureGate gate, InvocationContext invocation) throws Exception {
        Object target = invocation.getTarget();
        Method fallback = Gates.fallback(gate, target.getClass(), invocation.getMethod())
                .orElseThrow(() -> new FeatureDisabledException(gate.value(), gate.status()));
        fallback.setAccessible(true);
        try {
            return fallback.invoke(target, invocation.getParameters());
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof Exception thrown) {
                throw thrown;
            }
            throw e;
        }
    }
}
