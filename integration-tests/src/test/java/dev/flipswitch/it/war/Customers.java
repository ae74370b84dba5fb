package dev.flipswitch.it.war;

import dev.flipswitch.servlet.RequestContextResolver;
import dev.openfeature.sdk.EvaluationContext;
import dev.openfeature.sdk.ImmutableContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.servlet.http.HttpServletRequest;

/** A bean that knows customers by a header. */
@ApplicationScoped
public class Customers implements RequestContextResolver {
    @Override
    public EvaluationContext resolve(HttpServletRequest request) {
        return new ImmutableContext(request.getHeader("X-Customer"));
    }
}
