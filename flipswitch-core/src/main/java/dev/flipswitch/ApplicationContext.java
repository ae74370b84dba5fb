package dev.flipswitch;

import dev.flipswitch.ofrep.ContextJson;
import dev.openfeature.sdk.EvaluationContext;
import dev.openfeature.sdk.ImmutableContext;
import dev.openfeature.sdk.exceptions.GeneralError;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** The application's own context, with which every evaluation begins. Thread-safe. */
final class ApplicationContext {
    private static final EvaluationContext NONE = new ImmutableContext();

    private final ContextJson json = new ContextJson();
    private final @Nullable EvaluationContextSupplier supplier;
    private volatile EvaluationContext ofApi = NONE;
    private final AtomicBoolean failing = new AtomicBoolean();
    private volatile String last = "{}";

    /** Without a supplier it is the one given to OpenFeature's API. */
    ApplicationContext(@Nullable EvaluationContextSupplier supplier) {
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

    /** OpenFeature's client hands exceptions over to the application as an answer, but no errors. */
    private static EvaluationContext supplied(EvaluationContextSupplier supplier) {
        try {
            return supplier.get();
        } catch (Error e) {
            throw new GeneralError(Messages.contextSupplierBroken(e), e);
        }
    }

    /** Nothing but that context. */
    String ofOnly(EvaluationContext context) {
        return json.of(context);
    }

    /** The application's alone, as it is now; where its supplier fails, as it last was. The log says so once. */
    String own() {
        try {
            last = of(ofApi);
            failing.set(false);
        } catch (RuntimeException | Error e) { // it is the application's: whatever it is, the loop goes on
            if (!failing.getAndSet(true)) {
                Messages.contextSupplierFailed(e);
            }
        }
        return last;
    }
}
