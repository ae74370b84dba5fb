package dev.flipswitch.ofrep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.openfeature.sdk.ImmutableStructure;
import dev.openfeature.sdk.Structure;
import dev.openfeature.sdk.Value;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What OpenFeature's conversions make of an object flag's value. */
class FlagStructureTest {
    private static Value read(String json) {
        return Json.toValue(new Json().parseObject(json));
    }

    private static Map<String, Object> objects(String json) {
        return read(json).asStructure().asObjectMap();
    }

    @Test
    void convertsEachNumberExactly() {
        Map<String, Object> objects = objects(
                """
                {"int": -1, "long": 10000000000, "beyond": 123456789012345678901234567890, "fraction": 0.5,
                 "exponent": 1e3, "small": 1e-400, "near": 1.0000000000000000000001, "huge": 1e300}""");
        assertThat(objects)
                .containsEntry("int", -1)
                .containsEntry("long", 10_000_000_000L)
                .containsEntry("beyond", new BigDecimal("123456789012345678901234567890").stripTrailingZeros())
                .containsEntry("fraction", 0.5)
                .containsEntry("exponent", 1000)
                .containsEntry("small", new BigDecimal("1e-400"))
                .containsEntry("near", new BigDecimal("1.0000000000000000000001"))
                .containsEntry("huge", 1e300);
    }

    @Test
    void convertsWhatIsNested() {
        Map<String, Object> none = new HashMap<>();
        none.put("none", null);
        assertThat(
                        objects(
                                "{\"lists\": [[10000000000, null], [], [{\"none\": null}]], \"in\": {\"in\": {\"n\": 1e-400}}}"))
                .isEqualTo(Map.of(
                        "lists",
                        List.of(Arrays.asList(10_000_000_000L, null), List.of(), List.of(none)),
                        "in",
                        Map.of("in", Map.of("n", new BigDecimal("1e-400")))));
        assertThat(read("{\"in\": {\"n\": 10000000000}}")
                        .asStructure()
                        .getValue("in")
                        .asStructure()
                        .asObjectMap())
                .isEqualTo(Map.of("n", 10_000_000_000L));
    }

    /** OpenFeature takes no BigDecimal back. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"a\": 1, \"b\": 10000000000, \"c\": 0.5, \"d\": 1e3, \"e\": [[1], [[], [true]]], \"f\": {\"g\": {\"h\": \"i\"}}}",
                "{\"a\": null, \"b\": [null, {\"c\": null}]}",
                "{}"
            })
    void comesBackFromObjects(String json) {
        Value value = read(json);
        assertThat(FlagStructure.in(Value.objectToValue(value.asStructure().asObjectMap())))
                .isEqualTo(value);
        assertThat(Value.objectToValue(value.asObject())).isEqualTo(value);
        assertThat(new FlagStructure(value.asStructure().asMap())).isEqualTo(value.asStructure());
    }

    @Test
    void comesBackFromDeepNests() {
        int depth = 200;
        Value value = read("{\"a\":".repeat(depth) + "10000000000" + "}".repeat(depth));
        assertThat(FlagStructure.in(Value.objectToValue(value.asStructure().asObjectMap())))
                .isEqualTo(value);
    }

    @Test
    void isEqualToOpenFeaturesOwn() {
        Structure own = read("{\"a\": 1, \"b\": {\"c\": [{\"d\": true}]}}").asStructure();
        Structure theirs = new ImmutableStructure(Map.of(
                "a",
                new Value(1),
                "b",
                new Value(new ImmutableStructure(Map.of(
                        "c", new Value(List.of(new Value(new ImmutableStructure(Map.of("d", new Value(true)))))))))));
        assertThat(own).isEqualTo(theirs).hasSameHashCodeAs(theirs);
        assertThat(own).isNotEqualTo(new ImmutableStructure(Map.of("a", new Value(1))));
    }

    @Test
    void staysAsItIs() {
        List<Value> list = new ArrayList<>(List.of(new Value(1)));
        Map<String, Value> given = new HashMap<>(Map.of("a", new Value(list)));
        Structure own =
                FlagStructure.in(new Value(new ImmutableStructure(given))).asStructure();
        list.clear();
        given.clear();
        own.asMap().clear();
        own.asObjectMap().clear();
        assertThat(own.asObjectMap()).isEqualTo(Map.of("a", List.of(1)));
        assertThat(own.keySet()).containsExactly("a");
        assertThat(own.getValue("b")).isNull();
    }
}
