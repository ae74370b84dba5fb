package dev.flipswitch.cdi;

import dev.flipswitch.EvaluationContextSupplier;
import dev.openfeature.sdk.Client;
import dev.openfeature.sdk.EvaluationContext;
import dev.openfeature.sdk.Hook;
import dev.openfeature.sdk.HookContext;
import dev.openfeature.sdk.ImmutableContext;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.ContextNotActiveException;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.spi.Bean;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.lang.annotation.Annotation;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** What all beans of {@code EvaluationContextSupplier} say together. Thread-safe. */
@Singleton
class ApplicationContexts {
    private static final Set<Class<? extends Annotation>> WHOLE_APPLICATION =
            Set.of(ApplicationScoped.class, Singleton.class, Dependent.class);

    /** The later ones' attributes hold: those of narrower scopes, then of higher priority. */
    private static final Comparator<Bean<?>> ORDER = Comparator.<Bean<?>, Boolean>comparing(
                    bean -> !WHOLE_APPLICATION.contains(bean.getScope()))
            .thenComparing(ApplicationContexts::priority)
            .thenComparing(bean -> bean.getBeanClass().getName());

    private final Instance<EvaluationContextSupplier> beans;
    private volatile @Nullable List<EvaluationContextSupplier> suppliers;

    @Inject
    ApplicationContexts(@Any Instance<EvaluationContextSupplier> beans) {
        this.beans = beans;
    }

    private static int priority(Bean<?> bean) {
        return Optional.ofNullable(bean.getBeanClass().getAnnotation(Priority.class))
                .map(Priority::value)
                .orElse(0);
    }

    /** Whether the application has such beans. */
    boolean isAny() {
        return !beans.isUnsatisfied();
    }

    /** Their contexts in one; those whose scope is not active on this thread have nothing to say. */
    EvaluationContext get() {
        EvaluationContext all = new ImmutableContext();
        for (EvaluationContextSupplier supplier : suppliers()) {
            try {
                all = all.merge(supplier.get());
            } catch (ContextNotActiveException e) {
                // a request's, and there is none
            }
        }
        return all;
    }

    /** They are made when they are first asked: their own injection points may be flags. */
    private List<EvaluationContextSupplier> suppliers() {
        List<EvaluationContextSupplier> known = suppliers;
        return known == null ? find() : known;
    }

    private synchronized List<EvaluationContextSupplier> find() {
        List<EvaluationContextSupplier> known = suppliers;
        if (known == null) {
            known = StreamSupport.stream(beans.handles().spliterator(), false)
                    .sorted(Comparator.comparing(Instance.Handle::getBean, ORDER))
                    .<EvaluationContextSupplier>map(Instance.Handle::get)
                    .toList();
            suppliers = known;
        }
        return known;
    }

    /** Has a client's evaluations begin with their context, whatever its provider is. */
    Client addTo(Client client) {
        if (isAny()) {
            client.addHooks(new Beginning());
        }
        return client;
    }

    /** Puts their context under that of a request, a client and a call. Thread-safe. */
    private final class Beginning implements Hook<Object> {
        @Override
        public Optional<EvaluationContext> before(HookContext<Object> evaluation, Map<String, Object> hints) {
            EvaluationContext specific = evaluation.getCtx();
            return Optional.of(specific == null ? get() : get().merge(specific));
        }
    }
}
