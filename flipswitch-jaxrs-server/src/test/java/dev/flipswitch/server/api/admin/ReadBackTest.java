package dev.flipswitch.server.api.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flipswitch.rules.Condition;
import dev.flipswitch.rules.FlagConfiguration;
import dev.flipswitch.rules.FlagDefinition;
import dev.flipswitch.rules.FlagType;
import dev.flipswitch.rules.Operator;
import dev.flipswitch.rules.Outcome;
import dev.flipswitch.rules.Rollout;
import dev.flipswitch.rules.Segment;
import dev.flipswitch.rules.TargetingRule;
import dev.flipswitch.server.api.http.RequestBody;
import dev.flipswitch.server.flags.Environment;
import dev.flipswitch.server.flags.Flag;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ReadBackTest {

    private static final Environment HERE = new Environment(1, "default", "development", "Development");

    /** 64,000 bytes each. */
    private static final String LONG = "x".repeat(64_000);

    @Test
    void letsUsualFlagsPass() {
        FlagDefinition small = definition(2, "x");

        assertThat(ReadBack.checked(configuration(small, 15)).rules()).hasSize(1);
        ReadBack.check(definition(15, LONG), Map.of());
        ReadBack.check(definition(15, LONG), Map.of(HERE, flag(configuration(small, 0))));
        assertThat(ReadBack.checked(segment(16)).groups()).hasSize(1);
    }

    @Test
    void refusesWhatWouldBeTooLongToBePutBack() {
        FlagDefinition small = definition(2, "x");

        refuses(() -> ReadBack.checked(configuration(small, 17)));
        refuses(() -> ReadBack.check(definition(17, LONG), Map.of()));
        refuses(() -> ReadBack.checked(segment(17)));
    }

    @Test
    void countsTheDefinitionAndTheRulesTogether() {
        FlagConfiguration eight = configuration(definition(2, "x"), 8);

        ReadBack.check(definition(7, LONG), Map.of(HERE, flag(eight)));
        refuses(() -> ReadBack.checked(configuration(definition(9, LONG), 8)));
        refuses(() -> ReadBack.check(definition(9, LONG), Map.of(HERE, flag(eight))));
    }

    private static void refuses(Runnable change) {
        assertThatThrownBy(change::run).isInstanceOf(RequestBody.TooLongException.class);
    }

    private static FlagDefinition definition(int variants, String value) {
        Map<String, Object> values = new LinkedHashMap<>();
        IntStream.range(0, variants).forEach(i -> values.put("v" + i, value));
        return new FlagDefinition("flag", FlagType.STRING, values, "v0");
    }

    private static FlagConfiguration configuration(FlagDefinition definition, int values) {
        List<TargetingRule> rules = values == 0
                ? List.of()
                : List.of(new TargetingRule("rule", List.of(condition(values)), new Outcome.Variant("v1")));
        return new FlagConfiguration(definition, false, rules, Rollout.NONE, 1);
    }

    private static Segment segment(int values) {
        return new Segment("segment", List.of(List.of(condition(values))), 1);
    }

    private static Condition condition(int values) {
        return new Condition("attribute", Operator.IN, Collections.nCopies(values, (Object) LONG));
    }

    private static Flag flag(FlagConfiguration configuration) {
        return new Flag(configuration, Instant.EPOCH);
    }
}
