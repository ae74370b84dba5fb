package dev.flipswitch.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** What holds for any flags and any contexts. */
class RulesLawsTest {

    private static final Map<Operator, Operator> NEGATIONS = Map.of(
            Operator.EQUALS, Operator.NOT_EQUALS,
            Operator.IN, Operator.NOT_IN,
            Operator.NUMBER_EQUAL, Operator.NUMBER_NOT_EQUAL,
            Operator.VERSION_EQUAL, Operator.VERSION_NOT_EQUAL);

    @Property
    void evaluatesAnyContextWithoutThrowing(
            @ForAll("contexts") Map<String, Object> context, @ForAll("rules") List<TargetingRule> rules) {
        Ruleset ruleset = ruleset(rules, Rollout.NONE);

        Evaluation evaluation = evaluate(ruleset, context);

        assertThat(ruleset.evaluateAll(Attributes.of(context))).containsEntry("colour", evaluation);
        assertThat(evaluate(ruleset, context)).isEqualTo(evaluation);
    }

    @Property
    void servesByTheFirstOfTheRulesThatMatchAlone(
            @ForAll("contexts") Map<String, Object> context, @ForAll("rules") List<TargetingRule> rules) {
        Optional<String> first = rules.stream()
                .map(rule -> evaluate(ruleset(List.of(rule), Rollout.NONE), context))
                .flatMap(evaluation -> rule(evaluation).stream())
                .findFirst();

        assertThat(rule(evaluate(ruleset(rules, Rollout.NONE), context))).isEqualTo(first);
    }

    @Property
    void matchesByAllConditionsInAnyOrder(
            @ForAll("contexts") Map<String, Object> context,
            @ForAll("conditions") Condition one,
            @ForAll("conditions") Condition other) {
        boolean both = matches(one, context) && matches(other, context);

        assertThat(matches(List.of(one, other), context)).isEqualTo(both);
        assertThat(matches(List.of(other, one), context)).isEqualTo(both);
    }

    @Property
    void neverMatchesBothAnOperatorAndItsNegation(
            @ForAll("contexts") Map<String, Object> context, @ForAll("conditions") Condition condition) {
        Operator negation = NEGATIONS.get(condition.operator());
        if (negation == null) {
            return;
        }
        boolean negated = matches(new Condition(condition.attribute(), negation, condition.values()), context);

        assertThat(negated && matches(condition, context)).isFalse();
    }

    @Property
    void matchesEitherAnOperatorOrItsNegationIfTheTypeIsThatOfTheValue(
            @ForAll("scalars") Object value, @ForAll("scalars") Object actual) {
        boolean equal = matches(Condition.of("a", Operator.EQUALS, value), Map.of("a", actual));
        boolean different = matches(Condition.of("a", Operator.NOT_EQUALS, value), Map.of("a", actual));

        assertThat(equal || different).isEqualTo(kind(value).equals(kind(actual)));
        assertThat(equal && different).isFalse();
    }

    @Property
    void matchesNoConditionWithoutItsAttribute(
            @ForAll("contexts") Map<String, Object> context, @ForAll("conditions") Condition condition) {
        Map<String, Object> without = new HashMap<>(context);
        without.remove(condition.attribute().split("\\.", -1)[0]);

        assertThat(matches(condition, without)).isFalse();
    }

    @Property
    void isEitherInASegmentOrNot(
            @ForAll("contexts") Map<String, Object> context, @ForAll("conditions") Condition condition) {
        List<Segment> segments = List.of(new Segment("some", List.of(List.of(condition)), 1));
        boolean in = matches(List.of(Condition.onSegments(Operator.IN_SEGMENT, "some")), segments, context);
        boolean notIn = matches(List.of(Condition.onSegments(Operator.NOT_IN_SEGMENT, "some")), segments, context);

        assertThat(in).isEqualTo(matches(condition, context)).isNotEqualTo(notIn);
    }

    @Property
    void onlyAddsUsersToAVariantWhosePercentageRises(
            @ForAll String targetingKey,
            @ForAll @IntRange(max = 100_000) int one,
            @ForAll @IntRange(max = 100_000) int other) {
        Ruleset lower = ruleset(List.of(), thousandths(Math.min(one, other)));
        Ruleset higher = ruleset(List.of(), thousandths(Math.max(one, other)));
        Map<String, Object> context = Map.of("targetingKey", targetingKey.isEmpty() ? "-" : targetingKey);

        if (variant(evaluate(lower, context)).equals("red")) {
            assertThat(variant(evaluate(higher, context))).isEqualTo("red");
        }
    }

    @Property
    void servesTheSameUserTheSameWhateverElseIsKnown(
            @ForAll("contexts") Map<String, Object> context,
            @ForAll String targetingKey,
            @ForAll @IntRange(max = 100_000) int share) {
        Ruleset ruleset = ruleset(List.of(), thousandths(share));
        Map<String, Object> known = new HashMap<>(context);
        known.put("targetingKey", targetingKey);

        assertThat(evaluate(ruleset, known)).isEqualTo(evaluate(ruleset, Map.of("targetingKey", targetingKey)));
    }

    @Provide
    Arbitrary<Object> scalars() {
        Arbitrary<Object> texts = Arbitraries.of("", "a", "A", "b", "1", "true", "2026-01-31", "1.2.3", "1.2.3-rc.1")
                .map(text -> (Object) text);
        Arbitrary<Object> numbers =
                Arbitraries.of(0, 1L, 1.0, new BigDecimal("1.00"), -1.5f, 1e300).map(number -> (Object) number);
        return Arbitraries.oneOf(
                texts,
                numbers,
                Arbitraries.of(true, false).map(bool -> (Object) bool),
                Arbitraries.strings()
                        .withCharRange('\u0001', '\ud7ff')
                        .ofMaxLength(20)
                        .map(text -> (Object) text),
                Arbitraries.doubles().map(number -> (Object) number));
    }

    @Provide
    Arbitrary<Map<String, Object>> contexts() {
        Arbitrary<Object> leaves =
                Arbitraries.oneOf(scalars(), Arbitraries.of(Double.NaN, new BigDecimal("1E+999999999"), new Object()));
        Arbitrary<Object> lists = leaves.list().ofMaxSize(3).map(list -> (Object) list);
        Arbitrary<Object> inner = Arbitraries.oneOf(leaves, lists);
        Arbitrary<Object> maps =
                Arbitraries.maps(Arbitraries.of("x", "y"), inner).ofMaxSize(2).map(map -> (Object) map);
        return Arbitraries.maps(Arbitraries.of("a", "b", "a.x", "targetingKey"), Arbitraries.oneOf(leaves, lists, maps))
                .ofMaxSize(4);
    }

    @Provide
    Arbitrary<Condition> conditions() {
        Arbitrary<Operator> operators =
                Arbitraries.of(Operator.class).filter(operator -> operator.operand() != Operand.SEGMENT);
        return operators.flatMap(operator -> values(operator)
                .list()
                .ofMinSize(1)
                .ofMaxSize(operator.takesMany() ? 3 : 1)
                .flatMap(values -> Arbitraries.of("a", "b", "b.x").map(name -> new Condition(name, operator, values))));
    }

    @Provide
    Arbitrary<List<TargetingRule>> rules() {
        Arbitrary<Outcome> outcomes = Arbitraries.of("red", "blue").map(Outcome.Variant::new);
        return conditions()
                .list()
                .ofMinSize(1)
                .ofMaxSize(2)
                .list()
                .ofMaxSize(4)
                .flatMap(groups -> outcomes.map(outcome -> numbered(groups, outcome)));
    }

    private Arbitrary<Object> values(Operator operator) {
        return switch (operator.operand()) {
            case SCALAR -> scalars();
            case TEXT, PART -> Arbitraries.of("a", "A", "1", "2");
            case REGEX -> Arbitraries.of("a", "^.$", "[0-9]+", ".*");
            case NUMBER -> Arbitraries.of(0, 1, 1.5, new BigDecimal("-1E+300"));
            case DATE -> Arbitraries.of("2026-01-31", "2026-01-31T00:00:00Z");
            case VERSION -> Arbitraries.of("1.2.3", "1.2.3-rc.1", "2.0.0");
            case SEGMENT -> throw new IllegalStateException();
        };
    }

    private static List<TargetingRule> numbered(List<List<Condition>> groups, Outcome outcome) {
        List<TargetingRule> rules = new ArrayList<>();
        groups.forEach(group -> rules.add(new TargetingRule("rule-" + rules.size(), group, outcome)));
        return Collections.unmodifiableList(rules);
    }

    private static Rollout thousandths(int share) {
        return new Rollout(Map.of("red", BigDecimal.valueOf(share, 3)));
    }

    private static Ruleset ruleset(List<TargetingRule> rules, Rollout rollout) {
        return ruleset(rules, rollout, List.of());
    }

    private static Ruleset ruleset(List<TargetingRule> rules, Rollout rollout, List<Segment> segments) {
        Map<String, Object> variants = new LinkedHashMap<>();
        variants.put("red", 1);
        variants.put("blue", 2);
        FlagDefinition definition = new FlagDefinition("colour", FlagType.INTEGER, variants, "blue");
        return Ruleset.compile(List.of(new FlagConfiguration(definition, true, rules, rollout, 1)), segments);
    }

    private static boolean matches(Condition condition, Map<String, Object> context) {
        return matches(List.of(condition), context);
    }

    private static boolean matches(List<Condition> conditions, Map<String, Object> context) {
        return matches(conditions, List.of(), context);
    }

    private static boolean matches(List<Condition> conditions, List<Segment> segments, Map<String, Object> context) {
        TargetingRule rule = new TargetingRule("rule", conditions, new Outcome.Variant("red"));
        return rule(evaluate(ruleset(List.of(rule), Rollout.NONE, segments), context))
                .isPresent();
    }

    private static Evaluation evaluate(Ruleset ruleset, Map<String, Object> context) {
        return ruleset.evaluate("colour", Attributes.of(context)).orElseThrow();
    }

    private static Optional<String> rule(Evaluation evaluation) {
        return evaluation instanceof Evaluation.Served served
                ? Optional.ofNullable((String) served.metadata().get("rule"))
                : Optional.empty();
    }

    private static String variant(Evaluation evaluation) {
        return ((Evaluation.Served) evaluation).variant();
    }

    private static String kind(Object value) {
        return value instanceof Number ? "number" : value.getClass().getName();
    }
}
