package dev.flipswitch.servlet;

import dev.openfeature.sdk.EvaluationContext;
import dev.openfeature.sdk.Value;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A context that is found out each time that it is looked into. As thread-safe as who finds it out. */
abstract class LazyContext implements EvaluationContext {
    abstract EvaluationContext resolved();

    @Override
    public @Nullable String getTargetingKey() {
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

    /** The caller's own map; the values are no copies, since OpenFeature's client asks for it at each evaluation. */
    @Override
    public Map<String, Value> asMap() {
        return new HashMap<>(resolved().asUnmodifiableMap());
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
