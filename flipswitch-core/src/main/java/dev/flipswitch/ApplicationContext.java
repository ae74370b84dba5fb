package dev.flipswitch;

import dev.flipswitch.messages.Messages;
import dev.flipswitch.ofrep.ContextJson;
import dev.openfeature.sdk.EvaluationContext;
import dev.openfeature.sdk.ImmutableContext;
import dev.openfeature.sdk.exceptions.GeneralError;
import java.lang.System.Logger.Level;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The application's own context, with which every evaluation begins. Thread-safe. */
public final class ApplicationContext {
    private static final System.Logger LOG = System.getLogger(ApplicationContext.class.getName());

    private static final EvaluationContext NONE = new ImmutableContext();

    private final ContextJson json = new ContextJson();
    private final @Nullable Supplier<EvaluationContext> supplier;
    private volatile EvaluationContext ofApi = NONE;
    private final AtomicBoolean failing = new AtomicBoolean();
    private volatile String last = "{}";

    /** Without a supplier it is the one given to OpenFeature's API. */
    ApplicationContext(@Nullable Supplier<EvaluationContext> supplier) {
        this.supplier = supplier;
    }

    /** Takes the context that was given to OpenFeature's API. */
    void setOfApi(@Nullable EvaluationContext context) {
        ofApi = context == null ? NONE : context;
    }

    /** The context of an evaluation; what the SDK says goes over the application's. */
    String of(@Nullable EvaluationContext specific) {
        EvaluationContext over = specific == null ? NONE : specific;
        return json.of(supplier == null ? over : supplied(supplier).merge(over));
    }

    /**
     * What the application's supplier gives; the log says once that it fails. OpenFeature's client hands exceptions over to
     * the application as an answer, but no errors.
     */
    private EvaluationContext supplied(Supplier<EvaluationContext> given) {
        try {
            EvaluationContext context = Objects.requireNonNull(given.get(), "the EvaluationContextSupplier gave null");
            failing.set(false);
            return context;
        } catch (RuntimeException e) {
            warnOnce(e);
            throw e;
        } catch (Error e) {
            warnOnce(e);
            throw new GeneralError(Messages.contextSupplierBroken(e), e);
        }
    }

    /** Nothing but that context. */
    String ofOnly(EvaluationContext context) {
        return json.of(context);
    }

    /** The application's alone, as it is now; where its supplier fails, as it last was. */
    public String own() {
        try {
            last = of(ofApi);
        } catch (RuntimeException | Error e) { // it is the application's: whatever it is, the loop goes on
            warnOnce(e);
        }
        return last;
    }

    private void warnOnce(Throwable failure) {
        if (!failing.getAndSet(true)) {
            LOG.log(Level.WARNING, Messages.contextSupplierFailed(), failure);
        }
    }
}
