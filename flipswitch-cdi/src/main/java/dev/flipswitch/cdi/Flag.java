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
 * Injects a flag. A plain value is read when it is injected. A {@code Supplier}, {@code Provider}, {@code Instance} or
 * {@link FlagValue} gives the current value at each call:
 *
 * <pre>{@code
 * @Inject @Flag("dark-mode") boolean darkMode;
 * @Inject @Flag("dark-mode") Supplier<Boolean> darkModeNow;
 * @Inject @Flag(value = "theme", defaultValue = "PLAIN") FlagValue<Theme> theme;
 * }</pre>
 *
 * <p>The value's type is one of these, or a {@code List} of them:
 *
 * <ul>
 * <li>{@code boolean}, {@code int}, {@code long}, {@code double}, or the class of one;
 * <li>{@code String}, or an enum, whose constants' names are the flag's strings;
 * <li>OpenFeature's {@code Value} or {@code Structure};
 * <li>a record, for an object flag: its components have these types, too, and may be {@code Optional}.
 * </ul>
 *
 * <p>Around it may stand one of {@code Supplier}, {@link FlagValue}, {@code Optional} (empty: the server has no such
 * flag) and {@code FlagEvaluationDetails}. Around all may stand {@code Provider} or {@code Instance}.
 *
 * <p>What cannot work is found at deployment.
 */
@Qualifier
@Documented
@Retention(RUNTIME)
@Target({FIELD, PARAMETER, METHOD})
public @interface Flag {
    /**
     * The flag's key.
     *
     * @return the key: not empty, without white space
     */
    @Nonbinding
    String value();

    /**
     * The value where the server knows no such flag, where the flag is of another type, or where nothing is known and
     * the server cannot be asked. It is converted at deployment. For records, lists, {@code Value} and
     * {@code Structure} it is JSON.
     *
     * @return the default as a text. If it is empty, the default is {@code false}, 0, an empty text, list or structure,
     *     or a {@code Value} that holds nothing. Enums and records need one, unless they are {@code Optional}
     */
    @Nonbinding
    String defaultValue() default "";

    /**
     * The OpenFeature domain whose provider is asked.
     *
     * @return the domain; if empty, the application's own
     */
    @Nonbinding
    String domain() default "";
}
