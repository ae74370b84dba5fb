package dev.flipswitch.cdi;

import jakarta.annotation.Priority;
import jakarta.inject.Inject;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InvocationContext;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Keeps {@link FeatureGate}s. Thread-safe. */
@Interceptor
@FeatureGate("")
@Priority(Interceptor.Priority.LIBRARY_BEFORE)
class FeatureGateInterceptor {
    private final Map<Method, Optional<FeatureGate>> gates = new ConcurrentHashMap<>();

    @Inject
    FlagClients clients;

    @AroundInvoke
    Object around(InvocationContext invocation) throws Exception {
        Method method = invocation.getMethod();
        Optional<FeatureGate> found = gates.computeIfAbsent(method, unknown -> {
            Class<?> type = invocation.getTarget().getClass();
            return Gates.of(method).or(() -> Gates.ofClass(type).filter(gate -> !isFallback(gate, method)));
        });
        if (found.isEmpty() || clients.isOpen(found.get(), method)) {
            return invocation.proceed();
        }
        FeatureGate gate = found.get();
        if (gate.fallback().isEmpty()) {
            throw new FeatureDisabledException(gate.value(), gate.status());
        }
        return callFallback(gate, invocation);
    }

    /** The fallback of a class's gate is a method of that class, but is not behind it. */
    private static boolean isFallback(FeatureGate ofClass, Method method) {
        return method.getName().equals(ofClass.fallback());
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
