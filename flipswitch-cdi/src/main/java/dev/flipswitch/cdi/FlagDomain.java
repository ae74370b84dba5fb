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
 * Says which OpenFeature domain a bean of {@code FlipswitchOptions} or {@code FeatureProvider} is for. At an injected
 * {@code Client} or {@code FlipswitchProvider} it says to which domain that belongs. Without this annotation it is the
 * application's own domain:
 *
 * <pre>{@code
 * @Produces @FlagDomain("billing") FeatureProvider billing() { … }
 *
 * @Inject @FlagDomain("billing") Client client;
 * }</pre>
 */
@Qualifier
@Documented
@Retention(RUNTIME)
@Target({FIELD, METHOD, PARAMETER, TYPE})
public @interface FlagDomain {
    /**
     * The domain, as in {@link Flag#domain()}.
     *
     * @return its name
     */
    String value();
}
