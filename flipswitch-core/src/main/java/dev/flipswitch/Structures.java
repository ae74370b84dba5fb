package dev.flipswitch;

import dev.flipswitch.ofrep.FlagStructure;
import dev.openfeature.sdk.Structure;
import dev.openfeature.sdk.Value;
import java.util.Map;

/** OpenFeature structures as Flipswitch's provider gives them: {@code asObjectMap()} knows every number. Stateless. */
public final class Structures {
    private Structures() {}

    /**
     * A structure of some members.
     *
     * @param members the values by name; the map is copied
     * @return the structure, equal to any one with equal members
     */
    public static Structure of(Map<String, Value> members) {
        return new FlagStructure(members);
    }
}
