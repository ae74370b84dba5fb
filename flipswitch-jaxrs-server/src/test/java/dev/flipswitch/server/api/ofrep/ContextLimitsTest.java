package dev.flipswitch.server.api.ofrep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flipswitch.server.json.JsonReader;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ContextLimitsTest {

    private static final String REMEDY = "; send only what rules ask for";

    @Test
    void takesWhatApplicationsSend() {
        List<String> ids = IntStream.range(0, ContextLimits.LIST_ELEMENTS)
                .mapToObj(i -> "123e4567-e89b-12d3-a456-426614174" + i % 10)
                .toList();

        assertThat(ContextLimits.fault(Map.of())).isEmpty();
        assertThat(ContextLimits.fault(Map.of(
                        "orders", ids, "page", "x".repeat(40_000), "address", Map.of("country", "DE", "zip", 10115L))))
                .isEmpty();
        assertThat(ContextLimits.fault(members(10_000))).isEmpty();
    }

    @Test
    void refusesLongLists() {
        assertThat(ContextLimits.fault(Map.of("groups", Collections.nCopies(1_001, "a"))))
                .contains("context.groups has 1001 elements, and a list may have at most 1000" + REMEDY);
    }

    @Test
    void refusesLongTexts() {
        assertThat(ContextLimits.fault(Map.of("a", Map.of("b", List.of(1L, Map.of("c", "x".repeat(40_001)))))))
                .contains("context.a.b[1].c has 40001 characters, and a text, or all of a list, may have at most 40000"
                        + REMEDY);
    }

    @Test
    void addsUpWhatAListHas() {
        assertThat(ContextLimits.fault(Map.of("a", Collections.nCopies(400, "x".repeat(101)))))
                .contains("context.a has 40400 characters, and a text, or all of a list, may have at most 40000"
                        + REMEDY);
    }

    @ParameterizedTest
    @ValueSource(strings = {"%s", "-%s", "0.%s", "1.%se-5"})
    void countsTheDigitsOfNumbers(String pattern) {
        String number = pattern.replace("%s", "7".repeat(900));
        String list = "[" + String.join(",", Collections.nCopies(1_000, number)) + "]";

        assertThat(ContextLimits.fault(Map.of("a", Objects.requireNonNull(JsonReader.read(list))))
                        .orElseThrow())
                .startsWith("context.a has ")
                .contains("characters");
    }

    @Test
    void addsUpWhatIsOnAllLevels() {
        assertThat(ContextLimits.fault(members(10_001)))
                .contains("context is too much: a context may have at most 10000 attributes, members and elements in"
                        + " all" + REMEDY);
        assertThat(ContextLimits.fault(Map.of("a", Collections.nCopies(900, Map.of("b", members(20))))))
                .hasValueSatisfying(fault -> assertThat(fault).startsWith("context.a["));
    }

    @Test
    void showsTheBeginningOfALongName() {
        assertThat(ContextLimits.fault(Map.of("k".repeat(500_000), Collections.nCopies(2_000, 1L)))
                        .orElseThrow())
                .startsWith("context.kkkk")
                .hasSizeLessThan(300);
    }

    private static Map<String, Integer> members(int number) {
        return IntStream.range(0, number).boxed().collect(Collectors.toMap(i -> "k" + i, i -> i));
    }
}
