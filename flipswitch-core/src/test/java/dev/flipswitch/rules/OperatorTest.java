package dev.flipswitch.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The table in {@code docs/targeting.md}. Texts in single quotes are strings, other words are what they look like. */
class OperatorTest {

    private static final String ATTRIBUTE = "address.country";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            textBlock =
                    """
            equals             | 'DE'                        | 'DE'
            equals             | 5                           | 5.0
            equals             | true                        | true
            equals             | 'DE'                        | ['FR','DE']
            not-equals         | 'DE'                        | 'FR'
            not-equals         | 'DE'                        | 'de'
            not-equals         | 5                           | 5.1
            not-equals         | true                        | false
            not-equals         | 'DE'                        | ['FR','IT']
            equals-ignore-case | 'de','straße'               | 'DE'
            equals-ignore-case | 'ı'                         | 'I'
            equals-ignore-case | 'İ'                         | 'ı'
            equals-ignore-case | 'ẞ'                         | 'ß'
            equals-ignore-case | 'ΟΔΟΣ'                      | 'οδος'
            equals-ignore-case | '𐐀'                         | '𐐨'
            contains           | 'x','an'                    | 'Land'
            starts-with        | 'La'                        | 'Land'
            ends-with          | '@example.com'              | 'a@example.com'
            matches-regex      | '^[a-z]+@example\\.(org)$'| 'a@example.org'
            matches-regex      | 'an'                        | 'Land'
            in                 | 'DE',5,true                 | 5.00
            in                 | 'DE',5,true                 | true
            in                 | 'DE',5,true                 | [null,[],'DE']
            not-in             | 'DE',5                      | 'FR'
            not-in             | 'DE',5                      | 6
            not-in             | 'DE',5                      | ['FR',6]
            =                  | 5                           | 5.000
            !=                 | 5                           | 6
            !=                 | 5                           | [6,7]
            >                  | 5                           | 5.0000000000000000001
            >=                 | 5                           | 5
            <                  | 5                           | -1e300
            <=                 | 5                           | [9,5]
            before             | '2026-01-31'                | '2026-01-30T23:59:59.999Z'
            before             | '2026-01-31T00:00:00+02:00' | '2026-01-30T21:59Z'
            after              | '2026-01-31T10:15:00Z'      | '2026-01-31T12:15:01+02:00'
            after              | '2026-01-31'                | '2026-02-01'
            before             | '2026-01-31T10:00:00+0100'  | '2026-01-31T08:59:59z'
            after              | '2026-01-31 10:00:00Z'      | '2026-01-31t10:00:00.00000000100000000000000000000000000000z'
            before             | '2026-01-31t10:00z'         | '2026-01-31 10:59:59.9 +01'
            after              | '2026-01-31T10:00:00.5Z'    | '2026-01-31T11:00:00.500000001000000000000+01:00'
            before             | '2026-01-31T10:00:00.1234567891Z' | '2026-01-31T10:00:00.12345678Z'
            before             | '2026-01-31T10:00-0230'     | '2026-01-31T12:29:59Z'
            semver=            | '1.4.0'                     | '1.4.0+build.7'
            semver!=           | '1.4.0'                     | '1.4.1'
            semver>            | '1.4.0'                     | '1.10.0'
            semver>=           | '2.0.0-rc.1'                | '2.0.0-rc.1'
            semver<            | '2.0.0'                     | '2.0.0-rc.1'
            semver<=           | '2.0.0'                     | '1.99.99'
            """)
    void matches(String operator, String values, String attribute) {
        assertThat(evaluate(operator, values, attribute)).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            textBlock =
                    """
            equals             | 'DE'         | 'de'
            equals             | '5'          | 5
            equals             | 5            | '5'
            equals             | true         | 'true'
            equals             | 'DE'         | []
            equals             | 'DE'         | [['DE']]
            not-equals         | 'DE'         | 'DE'
            not-equals         | 'DE'         | 5
            not-equals         | 5            | 5.0
            not-equals         | 5            | '6'
            not-equals         | true         | 'false'
            not-equals         | 'DE'         | []
            not-equals         | 'DE'         | ['FR','DE']
            not-equals         | 'DE'         | ['FR',5]
            not-equals         | 'DE'         | ['FR',null]
            equals-ignore-case | '5'          | 5
            equals-ignore-case | 'strasse'    | 'straße'
            equals-ignore-case | 'é'         | 'É'
            contains           | '5'          | 55
            contains           | 'true'       | true
            starts-with        | 'a'          | ''
            ends-with          | 'a'          | 'A'
            matches-regex      | '^an$'       | 'Land'
            matches-regex      | '5'          | 5
            in                 | 'DE',5       | '5'
            in                 | 'DE',5       | []
            not-in             | 'DE',5       | 'DE'
            not-in             | 'DE',5       | true
            not-in             | 'DE'         | 5
            not-in             | 'DE','FR'    | ['IT','FR']
            =                  | 5            | '5'
            !=                 | 5            | '6'
            !=                 | 5            | 5.0
            !=                 | 5            | [6,5]
            >                  | 5            | '6'
            >                  | 5            | true
            >=                 | 5            | 4.9999999999999999999
            <                  | 5            | 'a'
            <=                 | 5            | [6,7]
            before             | '2026-01-31' | '2026-01-31'
            before             | '2026-01-31' | '2026-01-30T10:15:00'
            before             | '2026-01-31' | 0
            before             | '2026-01-31' | '2025-02-30'
            before             | '2026-01-31' | '2026-01-30T10:15.5Z'
            before             | '2026-01-31' | '2026-01-30T10:15:00.Z'
            before             | '2026-01-31' | '2026-01-30T10:15:00+1'
            before             | '2026-01-31' | '2026-01-30T24:00:00Z'
            before             | '2026-01-31' | '2026-01-30T10:15:00+01:000'
            before             | '2026-01-31' | '2026-01-30  10:15:00Z'
            before             | '2026-01-31' | 'yesterday'
            after              | '2026-01-31' | '2026-01-31T00:00:00Z'
            after              | '2026-01-31' | '31.12.2026'
            semver=            | '1.4.0'      | '1.4'
            semver!=           | '1.4.0'      | '1.5'
            semver!=           | '1.4.0'      | 'v1.5.0'
            semver!=           | '1.4.0'      | 1.5
            semver>            | '1.4.0'      | '01.5.0'
            semver<            | '1.4.0'      | '1.4.0'
            """)
    void doesNotMatch(String operator, String values, String attribute) {
        assertThat(evaluate(operator, values, attribute)).isFalse();
    }

    @Test
    void findsNothingByARegularExpressionInALongText() {
        Condition any = Condition.of(ATTRIBUTE, Operator.MATCHES_REGEX, "a|^");

        assertThat(matches(any, Map.of(ATTRIBUTE, "a".repeat(500)))).isTrue();
        assertThat(matches(any, Map.of(ATTRIBUTE, "a".repeat(501)))).isFalse();
        assertThat(matches(any, Map.of(ATTRIBUTE, List.of("a".repeat(250), 5, "a".repeat(250)))))
                .isTrue();
        assertThat(matches(any, Map.of(ATTRIBUTE, List.of("a".repeat(250), "a".repeat(251)))))
                .isFalse();
        assertThat(matches(any, Map.of(ATTRIBUTE, Collections.nCopies(100, ""))))
                .isTrue();
        assertThat(matches(any, Map.of(ATTRIBUTE, Collections.nCopies(101, ""))))
                .isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void matchesNoMissingAttribute(Operator operator) {
        if (operator.operand() == Operand.SEGMENT) {
            return;
        }
        Condition condition = Condition.of(ATTRIBUTE, operator, example(operator.operand()));

        assertThat(matches(condition, Map.of())).isFalse();
        assertThat(matches(condition, Map.of("address", "DE"))).isFalse();
        assertThat(matches(condition, Map.of("address", List.of(Map.of("country", "DE")))))
                .isFalse();
        assertThat(matches(condition, Map.of("address", Collections.singletonMap("country", null))))
                .isFalse();
        assertThat(matches(condition, Map.of("address", Map.of("country", Map.of()))))
                .isFalse();
        assertThat(matches(condition, Map.of("address", Map.of("country", Double.NaN))))
                .isFalse();
        assertThat(matches(condition, Map.of("address", Map.of("country", new Object()))))
                .isFalse();
    }

    @Test
    void prefersAMemberOfTheWholeName() {
        Condition condition = Condition.of(ATTRIBUTE, Operator.EQUALS, "DE");

        assertThat(matches(condition, Map.of(ATTRIBUTE, "DE", "address", Map.of("country", "FR"))))
                .isTrue();
        assertThat(matches(condition, Map.of(ATTRIBUTE, "FR", "address", Map.of("country", "DE"))))
                .isFalse();
    }

    @Test
    void takesTheTargetingKeyForAnAttribute() {
        Condition condition = Condition.of("targetingKey", Operator.STARTS_WITH, "user-");

        assertThat(matches(condition, Map.of("targetingKey", "user-1"))).isTrue();
        assertThat(matches(condition, Map.of("targetingKey", "guest-1"))).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void isFoundByItsName(Operator operator) {
        assertThat(Operator.of(operator.id())).contains(operator);
    }

    @Test
    void isFoundByTheSignsOfMathematics() {
        assertThat(Operator.of("≠")).contains(Operator.NUMBER_NOT_EQUAL);
        assertThat(Operator.of("≥")).contains(Operator.GREATER_OR_EQUAL);
        assertThat(Operator.of("semver≤")).contains(Operator.VERSION_LESS_OR_EQUAL);
        assertThat(Operator.of("like")).isEmpty();
    }

    private static boolean evaluate(String operator, String values, String attribute) {
        Map<String, Object> address = new HashMap<>();
        address.put("country", literal(attribute));
        Condition condition = new Condition(
                ATTRIBUTE,
                Operator.of(operator).orElseThrow(),
                Arrays.stream(values.split(",", -1))
                        .map(value -> Objects.requireNonNull(literal(value)))
                        .toList());
        return matches(condition, Map.of("address", address));
    }

    private static boolean matches(Condition condition, Map<String, ?> attributes) {
        return CompiledCondition.onAttribute(condition).matches(new EvaluationState(Attributes.of(attributes), 0));
    }

    private static Object example(Operand operand) {
        return switch (operand) {
            case DATE -> "2026-01-31";
            case NUMBER -> 5;
            case VERSION -> "1.4.0";
            default -> "DE";
        };
    }

    private static @Nullable Object literal(String text) {
        if (text.startsWith("[")) {
            String content = text.substring(1, text.length() - 1);
            return content.isEmpty()
                    ? List.of()
                    : Arrays.stream(content.split(",", -1))
                            .map(OperatorTest::literal)
                            .toList();
        }
        return switch (text) {
            case "null" -> null;
            case "true", "false" -> Boolean.valueOf(text);
            default -> text.startsWith("'") ? text.substring(1, text.length() - 1) : new BigDecimal(text);
        };
    }
}
