package dev.flipswitch.cdi;

import static java.lang.annotation.ElementType.FIELD;
import static java.lang.annotation.ElementType.METHOD;
import static java.lang.annotation.ElementType.PARAMETER;
import static java.lang.annotation.RetentionPolicy.RUNTIME;

import jakarta.enterprise.util.Nonbinding;
import jakarta.inject.Qualifier;
import java.lang.annotation.Documented;
import java.lang.annotation.Retention;
import java.lang.annotation.Target;

/**
 * Injects a flag. A {@code boolean} holds the value as it was when it was injected; a {@code Supplier<Boolean>} gives the
 * current value at each call:
 *
 * <pre>{@code
 * @Inject @Flag("dark-mode") boolean darkMode;
 * @Inject @Flag("dark-mode") Supplier<Boolean> darkModeNow;
 * }</pre>
 */
@Qualifier
@Documented
@Retention(RUNTIME)
@Target({FIELD, PARAMETER, METHOD})
public @interface Flag {
    /**
     * The flag's key.
     *
     * @return the key
     */
    @Nonbinding
    String value();

    /**
     * The value where the server knows no such flag, or nothing is known and it cannot be asked.
     *
     * @return {@code true} or {@code false}, the default
     */
    @Nonbinding
    String defaultValue() default "false";
}
