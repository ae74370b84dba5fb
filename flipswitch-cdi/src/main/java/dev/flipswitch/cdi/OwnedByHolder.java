package dev.flipswitch.cdi;

import static java.lang.annotation.RetentionPolicy.RUNTIME;

import jakarta.enterprise.util.AnnotationLiteral;
import jakarta.enterprise.util.Nonbinding;
import jakarta.inject.Qualifier;
import java.lang.annotation.Retention;

/**
 * What {@link Flag} becomes where a {@link FlagValue} is injected, and not a {@code Provider} or {@code Instance} of
 * it. Such a value ends with its holder, so the container has to keep it.
 */
@Qualifier
@Retention(RUNTIME)
@interface OwnedByHolder {
    @Nonbinding
    Flag value();

    /** For an injection point. */
    @SuppressWarnings("ClassExplicitlyAnnotation") // as CDI wants it
    final class Literal extends AnnotationLiteral<OwnedByHolder> implements OwnedByHolder {
        private static final long serialVersionUID = 1L;

        @SuppressWarnings("serial") // the JDK's annotations can be serialised
        private final Flag flag;

        Literal(Flag flag) {
            this.flag = flag;
        }

        @Override
        public Flag value() {
            return flag;
        }
    }
}
