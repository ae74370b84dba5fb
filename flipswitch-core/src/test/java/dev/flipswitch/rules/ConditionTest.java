package dev.flipswitch.rules;

import static dev.flipswitch.fixtures.Limits.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConditionTest {

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "address.", ".country", "address..country", "a. .b"})
    void refusesAnAttributeThatIsNone(String attribute) {
        refuses("attribute", () -> Condition.of(attribute, Operator.EQUALS, "DE"));
        refuses("attribute", () -> Condition.of("x".repeat(201), Operator.EQUALS, "DE"));
    }

    @Test
    void refusesAnAttributeBesideASegment() {
        refuses("attribute", () -> Condition.of("country", Operator.IN_SEGMENT, "beta-testers"));
    }

    @Test
    void refusesTooFewValuesAndTooMany() {
        refuses("values", () -> Condition.of("country", Operator.IN));
        refuses("values", () -> Condition.of("country", Operator.EQUALS, "DE", "FR"));
        refuses("values", () -> Condition.of("age", Operator.GREATER, 1, 2));
        refuses("values", () -> new Condition("country", Operator.IN, Collections.nCopies(10_001, "DE")));
    }

    @Test
    void refusesAValueOfAnotherType() {
        refuses("values[1]", () -> Condition.of("country", Operator.IN, "DE", List.of("FR")));
        refuses("values[1]", () -> new Condition("country", Operator.IN, withNull("DE")));
        refuses("values[0]", () -> Condition.of("country", Operator.CONTAINS, 5));
        refuses("values[0]", () -> Condition.of("country", Operator.CONTAINS, ""));
        refuses("values[0]", () -> Condition.of("age", Operator.GREATER, "18"));
        refuses("values[0]", () -> Condition.of("age", Operator.GREATER, Double.POSITIVE_INFINITY));
        refuses("values[0]", () -> Condition.of("born", Operator.BEFORE, "2008-01-01T10:15:00"));
        refuses("values[0]", () -> Condition.of("born", Operator.BEFORE, 0));
        refuses("values[0]", () -> Condition.of("app", Operator.VERSION_LESS, "1.4"));
        refuses("values[0]", () -> Condition.of("country", Operator.EQUALS, "x".repeat(64 * 1024 + 1)));
        refuses("values[1]", () -> Condition.onSegments(Operator.IN_SEGMENT, "beta-testers", "Beta Testers"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "(",
                "(?=lookahead)",
                "(a)\\1",
                "((a{1000}){1000}){1000}",
                "((((((a?){10}){10}){10}){10}){10}){10}",
                "(([)]a{1000})b){1000}",
                "(a|b{50,100}){,}{40}{40}",
                "[a-z]{0,500}z",
            })
    void refusesARegularExpressionThatIsNoneOrTooBig(String expression) {
        assertTimeoutPreemptively(
                LIMIT, () -> refuses("values[0]", () -> Condition.of("email", Operator.MATCHES_REGEX, expression)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$",
                "\\d{1,3}(\\.\\d{1,3}){3}",
                "\\x{10FFFF}|\\pL+",
                "(?i)^(de|fr)$",
                "a{1,"
            })
    void takesUsualRegularExpressions(String expression) {
        assertThat(Condition.of("email", Operator.MATCHES_REGEX, expression).values())
                .containsExactly(expression);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\0", "a\ud83d", "\ude00\ud83d", "\ud83d\0"})
    void refusesTextsThatAreNoUnicodeEverywhere(String text) {
        Outcome on = new Outcome.Variant("on");
        Map<String, Object> variants = Map.of("a", "1", "b", "2");

        refuses("attribute", () -> Condition.of(text, Operator.EQUALS, "DE"));
        for (Operator operator : List.of(Operator.EQUALS, Operator.CONTAINS, Operator.MATCHES_REGEX)) {
            refuses("values[0]", () -> Condition.of("country", operator, text));
        }
        refuses("id", () -> new TargetingRule(text, List.of(condition()), on));
        refuses("variants", () -> definition(FlagType.STRING, Map.of("a", "1", text, "2"), "", List.of()));
        refuses("variants.a", () -> definition(FlagType.STRING, Map.of("a", text, "b", "2"), "", List.of()));
        for (Object nested :
                List.of(Map.of("x", text), Map.of(text, 1), List.of(text), List.of(Map.of("y", List.of(text))))) {
            refuses("variants.a", () -> definition(FlagType.OBJECT, Map.of("a", nested, "b", Map.of()), "", List.of()));
        }
        refuses("description", () -> definition(FlagType.STRING, variants, text, List.of()));
        refuses("tags[1]", () -> definition(FlagType.STRING, variants, "", List.of("shop", text)));
    }

    private static FlagDefinition definition(
            FlagType type, Map<String, Object> variants, String description, List<String> tags) {
        return new FlagDefinition("flag", type, variants, "a", description, tags);
    }

    @Test
    void holdsEqualNumbersAsEqual() {
        assertThat(Condition.of("age", Operator.IN, 100, 1.50))
                .isEqualTo(Condition.of("age", Operator.IN, 1E2, 1.5))
                .hasToString("Condition[attribute=age, operator=IN, values=[100, 1.5]]");
    }

    @Test
    void saysInWhichRuleTheFaultIs() {
        assertThatThrownBy(() -> {
                    try {
                        Condition.of("country", Operator.IN, "DE", List.of());
                    } catch (InvalidFlagException e) {
                        throw e.in("rules[2].conditions[0]");
                    }
                })
                .hasMessage("rules[2].conditions[0].values[1] must be a string, a number or a boolean");
    }

    @Test
    void refusesRulesAndSegmentsWithoutConditions() {
        refuses("conditions", () -> new TargetingRule("all", List.of(), new Outcome.Variant("on")));
        refuses("groups", () -> new Segment("all", List.of(), 1));
        refuses("groups[1]", () -> new Segment("all", List.of(List.of(condition()), List.of()), 1));
        refuses("key", () -> new Segment("a b", List.of(List.of(condition())), 1));
        refuses("id", () -> new TargetingRule(" ", List.of(condition()), new Outcome.Variant("on")));
        refuses("rollout", () -> new Outcome.Split(Rollout.NONE));
    }

    private static Condition condition() {
        return Condition.of("country", Operator.EQUALS, "DE");
    }

    private static List<Object> withNull(Object value) {
        List<Object> values = new ArrayList<>(List.of(value));
        values.addAll(Collections.nCopies(1, null));
        return values;
    }

    private static void refuses(String field, Runnable construction) {
        assertThatThrownBy(construction::run)
                .isInstanceOfSatisfying(
                        InvalidFlagException.class, e -> assertThat(e.field()).isEqualTo(field));
    }
}
