package dev.flipswitch.cdi;

import jakarta.enterprise.util.AnnotationLiteral;

/** {@link FlagVariant} as a value. Immutable. */
final class VariantLiteral extends AnnotationLiteral<FlagVariant> implements FlagVariant {
    private static final long serialVersionUID = 1L;

    private final String flag;
    private final String value;

    VariantLiteral(String flag, String value) {
        this.flag = flag;
        this.value = value;
    }

    @Override
    public String flag() {
        return flag;
    }

    @Override
    public String value() {
        return value;
    }
}
