package com.example.shop;

import dev.flipswitch.servlet.RequestContextResolver;
import dev.openfeature.sdk.EvaluationContext;
import dev.openfeature.sdk.ImmutableContext;
import dev.openfeature.sdk.Value;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;

public final class ShopUsers implements RequestContextResolver {
    @Override
    public EvaluationContext resolve(HttpServletRequest request) {
        String customer = request.getHeader("X-Customer");
        return customer == null
                ? new ImmutableContext() // anonymous
                : new ImmutableContext(customer, Map.of("plan", new Value("gold")));
    }
}
