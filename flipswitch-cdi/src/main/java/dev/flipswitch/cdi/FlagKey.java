package dev.flipswitch.cdi;

import static java.lang.annotation.ElementType.FIELD;
import static java.lang.annotation.ElementType.METHOD;
import static java.lang.annotation.ElementType.PARAMETER;
import static java.lang.annotation.ElementType.TYPE;
import static java.lang.annotation.RetentionPolicy.RUNTIME;

import jakarta.enterprise.util.AnnotationLiteral;
import jakarta.inject.Qualifier;
import java.lang.annotation.Documented;
import java.lang.annotation.Retention;
import java.lang.annotation.Target;

/** Observes the changes of one flag: {@code void on(@Observes @FlagKey("dark-mode") FlagChanged change)}. */
@Qualifier
@Documented
@Retention(RUNTIME)
@Target({FIELD, PARAMETER, METHOD, TYPE})
public @interface FlagKey {
    /**
     * The flag's key.
     *
     * @return the key
     */
    String value();

    /**
     * The domain that the flag is from, as in {@link Flag#domain()}.
     *
     * @return its name; the application's own by default
     */
    String domain() default "";

    /** The qualifier as a value, for instance for {@code Event.select}. Immutable. */
    final class Literal extends AnnotationLiteral<FlagKey> implements FlagKey {
        private static final long serialVersionUID = 1L;

        private final String value;
        private final String domain;

        private Literal(String value, String domain) {
            this.value = value;
            this.domain = domain;
        }

        /**
         * The qualifier of a flag's changes.
         *
         * @param key the flag's key
         * @return the qualifier
         */
        public static Literal of(String key) {
            return new Literal(key, "");
        }

        /**
         * The qualifier of changes of a flag of another domain.
         *
         * @param key the flag's key
         * @param domain the domain's name; empty for the application's own
         * @return the qualifier
         */
        public static Literal of(String key, String domain) {
            return new Literal(key, domain);
        }

        @Override
        public String value() {
            return value;
        }

        @Override
        public String domain() {
            return domain;
        }
    }
}
