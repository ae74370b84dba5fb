package dev.flipswitch.cdi;

import dev.openfeature.sdk.FlagEvaluationDetails;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.spi.Annotated;
import jakarta.enterprise.inject.spi.InjectionPoint;
import jakarta.inject.Provider;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What an injection point wants: a value, in a form. Immutable.
 *
 * @param form how the value is given
 * @param value the value's type, which need not be one that a flag can have
 * @param live whether the container asks anew at each use, for a {@code Provider} or {@code Instance}
 */
record InjectedForm(Form form, Type value, boolean live) {

    /** How a value is given. */
    enum Form {
        PLAIN,
        SUPPLIER,
        HANDLE,
        OPTIONAL,
        DETAILS
    }

    private static final Map<Type, Form> FORMS = Map.of(
            Supplier.class, Form.SUPPLIER,
            FlagValue.class, Form.HANDLE,
            Optional.class, Form.OPTIONAL,
            FlagEvaluationDetails.class, Form.DETAILS);

    /** Reads the type of an injection point, as its class declares it. */
    static InjectedForm of(Type declared) {
        Type type = declared;
        while (type instanceof ParameterizedType outer && isLookup(outer.getRawType())) {
            type = outer.getActualTypeArguments()[0];
        }
        boolean live = type != declared;
        Form form = type instanceof ParameterizedType outer ? FORMS.get(outer.getRawType()) : null;
        return form == null
                ? new InjectedForm(Form.PLAIN, type, live)
                : new InjectedForm(form, ((ParameterizedType) type).getActualTypeArguments()[0], live);
    }

    /** Reads what a producer is given; OpenWebBeans names the producer's own class where an {@code Instance} asks. */
    static InjectedForm of(InjectionPoint point) {
        Annotated annotated = point.getAnnotated();
        boolean misnamed = point.getType() == FlagProducers.class && annotated != null;
        return of(misnamed ? annotated.getBaseType() : point.getType());
    }

    /** Whether a type says how a value is given, but without parameters not which. */
    static boolean isForm(Type raw) {
        return FORMS.containsKey(raw);
    }

    private static boolean isLookup(@Nullable Type raw) {
        return raw == Provider.class || raw == Instance.class;
    }

    /** Whether the value is read once, when it is injected. */
    boolean isFixed() {
        return !live && form != Form.SUPPLIER && form != Form.HANDLE;
    }

    /** Whether there may be something to give: a value that a flag can have, or an implementation of an interface. */
    boolean isPossible() {
        return valueType().isPresent() || Variants.wantedInterface(this).isPresent();
    }

    /** The value's type, if a flag can have it. */
    Optional<ValueType> valueType() {
        return ValueType.of(value).filter(type -> type.unsupported().isEmpty());
    }
}
