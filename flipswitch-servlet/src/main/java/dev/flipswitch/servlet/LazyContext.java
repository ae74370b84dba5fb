package dev.flipswitch.servlet;

import dev.openfeature.sdk.EvaluationContext;
import dev.openfeature.sdk.Value;
import java.util.Map;
import java.util.Set;

/** A context that is found out each time that it is looked into. As thread-safe as who finds it out. */
abstract class LazyContext implements EvaluationContext {
    abstract EvaluationContext resolved();

    @Override
    public String getTargetingKey() {
        return resolved().getTargetingKey();
    }

    @Override
    public EvaluationContext merge(EvaluationContext overriding) {
        return resolved().merge(overriding);
    }

    @Override
    public boolean isEmpty() {
        return resolved().isEmpty();
    }

    @Override
    public Set<String> keySet() {
        return resolved().keySet();
    }

    @Override
    public Value getValue(String key) {
        return resolved().getValue(key);
    }

    @Override
    public Map<String, Value> asMap() {
        return resolved().asMap();
    }

    @Override
    public Map<String, Value> asUnmodifiableMap() {
        return resolved().asUnmodifiableMap();
    }

    @Override
    public Map<String, Object> asObjectMap() {
        return resolved().asObjectMap();
    }
}
