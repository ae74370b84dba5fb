package dev.flipswitch.servlet;

import dev.openfeature.sdk.EvaluationContext;
import jakarta.servlet.http.HttpServletRequest;

/**
 * Says for which user a request's flags are evaluated. It is asked once per request, when the request's first flag is
 * read.
 *
 * <p>The first of these that exists is asked:
 *
 * <ol>
 * <li>an instance of the class that the setting {@code flipswitch.servlet.context-resolver} names;
 * <li>the one that the application put into its {@code ServletContext} as the attribute {@link #ATTRIBUTE};
 * <li>the application's CDI bean of this type;
 * <li>the default, which takes the principal's name as the targeting key and the attributes of
 *     {@code flipswitch.servlet.attributes}.
 * </ol>
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
