package dev.flipswitch.cdi;

import jakarta.enterprise.util.AnnotationLiteral;

/** {@link FlagDomain} as a value. Immutable. */
final class DomainLiteral extends AnnotationLiteral<FlagDomain> implements FlagDomain {
    private static final long serialVersionUID = 1L;

    private final String value;

    DomainLiteral(String value) {
        this.value = value;
    }

    @Override
    public String value() {
        return value;
    }
}
