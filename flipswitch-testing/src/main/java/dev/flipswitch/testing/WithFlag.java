package dev.flipswitch.testing;

import static java.lang.annotation.ElementType.METHOD;
import static java.lang.annotation.ElementType.TYPE;
import static java.lang.annotation.RetentionPolicy.RUNTIME;

import java.lang.annotation.Documented;
import java.lang.annotation.Inherited;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Gives a flag a value in a test, or in all tests of a class. A method's annotation overrides its class's, and a nested
 * class's overrides those around it. Parameters of the tests can be {@link TestFlags}, OpenFeature's {@code Client},
 * the {@code FlipswitchProvider}, and {@link dev.flipswitch.fixtures.FakeFlagServer}.
 */
@Documented
@Inherited
@Retention(RUNTIME)
@Target({TYPE, METHOD})
@Repeatable(WithFlag.All.class)
@ExtendWith(FlagsExtension.class)
public @interface WithFlag {
    /**
     * The flag's key.
     *
     * @return the key
     */
    String key();

    /**
     * The flag's value.
     *
     * @return {@code true}, a number, a JSON object or list; anything else is a string
     */
    String value();

    /**
     * The domain, as in {@code @Flag(domain = …)} of {@code flipswitch-cdi}; {@link TestFlags#in} has its flags. If empty,
     * the application's own.
     *
     * @return the domain's name
     */
    String domain() default "";

    /** Several flags. */
    @Documented
    @Inherited
    @Retention(RUNTIME)
    @Target({TYPE, METHOD})
    @ExtendWith(FlagsExtension.class)
    @interface All {
        /**
         * The flags.
         *
         * @return the flags
         */
        WithFlag[] value();
    }
}
