package dev.flipswitch.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.openfeature.sdk.ImmutableContext;
import dev.openfeature.sdk.MutableContext;
import dev.openfeature.sdk.MutableStructure;
import dev.openfeature.sdk.Value;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What users are called by their pages. */
class UserNamesTest {
    private final UserNames names = new UserNames();

    private static MutableStructure address(String first, String second) {
        return new MutableStructure().add(first, first).add(second, List.of(new Value(second)));
    }

    @Test
    void areTheSameForEqualContextsAndOnlyForThese() {
        String name = names.of(new ImmutableContext("ada", Map.of("plan", new Value("gold"))));
        assertThat(name).matches("[A-Za-z0-9_-]{22}");
        assertThat(names.of(new MutableContext("ada").add("plan", "gold"))).isEqualTo(name);
        assertThat(names.of(new ImmutableContext("ada", Map.of("plan", new Value("silver")))))
                .isNotEqualTo(name);
        assertThat(names.of(new ImmutableContext("bob", Map.of("plan", new Value("gold")))))
                .isNotEqualTo(name);
        assertThat(names.of(new ImmutableContext())).isNotEqualTo(name).hasSize(22);
    }

    @Test
    void doNotDependOnTheOrderOfAttributes() {
        assertThat(names.of(new MutableContext("ada").add("address", address("town", "street"))))
                .isEqualTo(names.of(new MutableContext("ada")
                        .add(
                                "address",
                                new MutableStructure()
                                        .add("street", List.of(new Value("street")))
                                        .add("town", "town"))));
    }

    @Test
    void sayNothingOfTheContextToWhoKnowsAllOfIt() {
        assertThat(new UserNames().of(new ImmutableContext("ada"))).isNotEqualTo(names.of(new ImmutableContext("ada")));
    }
}
