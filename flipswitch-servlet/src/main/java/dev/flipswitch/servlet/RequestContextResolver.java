package dev.flipswitch.servlet;

import dev.openfeature.sdk.EvaluationContext;
import jakarta.servlet.http.HttpServletRequest;

/**
 * Tells for whom a request's flags are evaluated. It is asked once per request, when the request's first flag is read.
 *
 * <p>Which one is asked: an instance of the class that the setting {@code flipswitch.servlet.context-resolver} names;
 * else the one that the application put into its {@code ServletContext} as the attribute {@link #ATTRIBUTE}; else the
 * application's CDI bean of this type; else the default, which takes the principal's name as the targeting key and the
 * attributes of {@code flipswitch.servlet.attributes}.
 *
 * <p>An implementation must be thread-safe. If it throws, the failure is logged, and the request goes on with the
 * anonymous context.
 */
@FunctionalInterface
public interface RequestContextResolver {
    /** The attribute of the {@code ServletContext} that can hold a resolver. */
    String ATTRIBUTE = "dev.flipswitch.servlet.RequestContextResolver";

    /**
     * Tells for whom.
     *
     * @param request the request as the {@link FlipswitchFilter} saw it
     * @return the context; one without a targeting key is an anonymous visitor's, who gets one by
     *     {@code flipswitch.servlet.cookie}
     */
    EvaluationContext resolve(HttpServletRequest request);
}
