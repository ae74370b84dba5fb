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
 * Injects a flag. A plain value is read when it is injected; a {@code Supplier}, {@code Provider}, {@code Instance} or
 * {@link FlagValue} gives the current value at each call:
 *
 * <pre>{@code
 * @Inject @Flag("dark-mode") boolean darkMode;
 * @Inject @Flag("dark-mode") Supplier<Boolean> darkModeNow;
 * @Inject @Flag(value = "theme", defaultValue = "PLAIN") FlagValue<Theme> theme;
 * }</pre>
 *
 * <p>The value's type is {@code boolean}, {@code int}, {@code long}, {@code double} (or the class of one), {@code String},
 * an enum (its constants' names are the flag's strings), OpenFeature's {@code Value} or {@code Structure}, a record (of an
 * object flag; its components have these types, too, and may be {@code Optional}), or a {@code List} of these. Around it
 * may stand one of {@code Supplier}, {@link FlagValue}, {@code Optional} (empty: the server has no such flag) and
 * {@code FlagEvaluationDetails}, and around all {@code Provider} or {@code Instance}.
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
     * The value where the server knows no such flag, where it is of another type, or nothing is known and the server
     * cannot be asked. It is converted at deployment; for records, lists, {@code Value} and {@code Structure} it is JSON.
     *
     * @return the default as a text; if empty, {@code false}, 0, an empty text, list or structure, or a {@code Value}
     *     that holds nothing; enums and records need one, unless they are {@code Optional}
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
