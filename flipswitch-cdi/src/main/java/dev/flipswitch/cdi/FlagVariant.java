package dev.flipswitch.cdi;

import static java.lang.annotation.ElementType.FIELD;
import static java.lang.annotation.ElementType.METHOD;
import static java.lang.annotation.ElementType.PARAMETER;
import static java.lang.annotation.ElementType.TYPE;
import static java.lang.annotation.RetentionPolicy.RUNTIME;

import jakarta.inject.Qualifier;
import java.lang.annotation.Documented;
import java.lang.annotation.Retention;
import java.lang.annotation.Target;

/**
 * One of several implementations of an interface, among which a string flag chooses at each call:
 *
 * <pre>{@code
 * @FlagVariant(flag = "pricing", value = "v2") @ApplicationScoped class NewPricing implements PricingEngine { … }
 *
 * @Inject @Flag(value = "pricing", defaultValue = "v1") PricingEngine engine;
 * }</pre>
 *
 * <p>One that is {@code @Dependent} is made once for the application.
 */
@Qualifier
@Documented
@Retention(RUNTIME)
@Target({TYPE, METHOD, FIELD, PARAMETER})
public @interface FlagVariant {
    /**
     * The flag's key.
     *
     * @return the key of a string flag
     */
    String flag();

    /**
     * The flag's value that chooses this one.
     *
     * @return the value
     */
    String value();
}
