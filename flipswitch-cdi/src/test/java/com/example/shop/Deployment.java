package com.example.shop;

import dev.flipswitch.EvaluationContextSupplier;
import dev.openfeature.sdk.EvaluationContext;
import dev.openfeature.sdk.ImmutableContext;
import dev.openfeature.sdk.Value;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;

@ApplicationScoped
public class Deployment implements EvaluationContextSupplier {
    @Override
    public EvaluationContext get() {
        return new ImmutableContext("shop", Map.of("region", new Value("north")));
    }
}
