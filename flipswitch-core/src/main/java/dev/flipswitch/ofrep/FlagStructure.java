package dev.flipswitch.ofrep;

import dev.openfeature.sdk.ImmutableStructure;
import dev.openfeature.sdk.Structure;
import dev.openfeature.sdk.Value;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An object flag's value, or an object in one. OpenFeature's own structures can't convert a long or a {@code BigDecimal}:
 * their {@code asObjectMap()} throws. Equal to any structure with equal members. Immutable, if its values are.
 */
public final class FlagStructure implements Structure {
    private final Map<String, Value> members;

    /**
     * Copies the map, not the values.
     *
     * @param members the values by name
     */
    public FlagStructure(Map<String, Value> members) {
        this.members = Collections.unmodifiableMap(new LinkedHashMap<>(members));
    }

    /**
     * The same value, with structures of this kind in it.
     *
     * @param value any value
     * @return a deep copy where there is something to copy
     */
    public static Value in(Value value) {
        if (value.isStructure()) {
            Map<String, Value> copies = new LinkedHashMap<>();
            value.asStructure().asMap().forEach((name, member) -> copies.put(name, in(member)));
            return new Value(new FlagStructure(copies));
        }
        return value.isList()
                ? new Value(value.asList().stream().map(FlagStructure::in).toList())
                : value;
    }

    @Override
    public boolean isEmpty() {
        return members.isEmpty();
    }

    @Override
    public Set<String> keySet() {
        return members.keySet();
    }

    @Override
    public @Nullable Value getValue(String key) {
        return members.get(key);
    }

    @Override
    public Map<String, Value> asMap() {
        return new HashMap<>(members);
    }

    @Override
    public Map<String, Value> asUnmodifiableMap() {
        return members;
    }

    @Override
    public Map<String, @Nullable Object> asObjectMap() {
        Map<String, @Nullable Object> objects = new HashMap<>();
        members.forEach((name, value) -> objects.put(name, convertValue(value)));
        return objects;
    }

    @Override
    public @Nullable Object convertValue(Value value) {
        return value.isNumber() ? value.asObject() : Structure.super.convertValue(value);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Structure structure && own().equals(new ImmutableStructure(structure.asMap()));
    }

    @Override
    public int hashCode() {
        return own().hashCode();
    }

    private ImmutableStructure own() {
        return new ImmutableStructure(members);
    }

    @Override
    public String toString() {
        return own().toString();
    }
}
