package dev.flipswitch.cdi;

import static java.lang.annotation.ElementType.METHOD;
import static java.lang.annotation.ElementType.TYPE;
import static java.lang.annotation.RetentionPolicy.RUNTIME;

import jakarta.enterprise.util.Nonbinding;
import jakarta.interceptor.InterceptorBinding;
import java.lang.annotation.Documented;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.Target;

/**
 * Lets a bean's method, or all of a class, run only while a boolean flag is on, in the caller's evaluation context. While it
 * is off, {@link #fallback()} runs in its place, else {@link FeatureDisabledException} is thrown. A method's gate goes before
 * its class's. It may also stand on a stereotype, or on an interceptor binding of the application.
 *
 * <pre>{@code
 * @FeatureGate(value = "new-checkout", fallback = "oldCheckout")
 * public Receipt checkout(Cart cart) { … }
 * }</pre>
 */
@Inherited
@InterceptorBinding
@Documented
@Retention(RUNTIME)
@Target({TYPE, METHOD})
public @interface FeatureGate {
    /**
     * The flag's key.
     *
     * @return the key of a boolean flag
     */
    @Nonbinding
    String value();

    /**
     * Whether it is open where the flag cannot be evaluated.
     *
     * @return false by default
     */
    @Nonbinding
    boolean defaultValue() default false;

    /**
     * The OpenFeature domain whose provider is asked.
     *
     * @return the domain; if empty, the application's own
     */
    @Nonbinding
    String domain() default "";

    /**
     * The method of the same class that runs while the flag is off; found at deployment.
     *
     * @return the name of a method with the same parameters and a result that fits; if empty, there is none
     */
    @Nonbinding
    String fallback() default "";

    /**
     * The HTTP status that a closed JAX-RS resource answers with.
     *
     * @return 404 by default
     */
    @Nonbinding
    int status() default 404;
}
