package dev.flipswitch.rules;

import static dev.flipswitch.fixtures.Limits.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RulesetTest {

    private static final Condition GERMAN = Condition.of("country", Operator.EQUALS, "DE");
    private static final Condition ADULT = Condition.of("age", Operator.GREATER_OR_EQUAL, 18);
    private static final Rollout HALF = new Rollout(Map.of("red", new BigDecimal(50)));

    @Test
    void servesByTheFirstRuleThatMatches() {
        Ruleset ruleset = ruleset(
                flag(Rollout.NONE, rule("adult-german", "red", GERMAN, ADULT), rule("german", "green", GERMAN)));

        assertThat(evaluate(ruleset, Map.of("country", "DE", "age", 20)))
                .isEqualTo(served("red", Reason.TARGETING_MATCH, Map.of("rule", "adult-german")));
        assertThat(evaluate(ruleset, Map.of("country", "DE", "age", 10)))
                .isEqualTo(served("green", Reason.TARGETING_MATCH, Map.of("rule", "german")));
        assertThat(evaluate(ruleset, Map.of("country", "FR", "age", 20)))
                .isEqualTo(served("blue", Reason.STATIC, Map.of()));
    }

    @Test
    void asksNoRuleWhileItIsDisabled() {
        FlagConfiguration on = flag(HALF, rule("german", "red", GERMAN));
        Ruleset ruleset = ruleset(new FlagConfiguration(on.definition(), false, on.rules(), on.rollout(), 7));

        assertThat(evaluate(ruleset, Map.of("country", "DE"))).isEqualTo(served("blue", Reason.DISABLED, Map.of()));
    }

    @Test
    void splitsThoseWhomARuleMatches() {
        Ruleset ruleset =
                ruleset(flag(Rollout.NONE, new TargetingRule("german", List.of(GERMAN), new Outcome.Split(HALF))));

        long red = IntStream.range(0, 1_000)
                .mapToObj(i -> evaluate(ruleset, Map.of("country", "DE", "targetingKey", "user-" + i)))
                .filter(served("red", Reason.SPLIT, Map.of("rule", "german"))::equals)
                .count();

        assertThat(red).isBetween(430L, 570L);
        assertThat(evaluate(ruleset, Map.of("country", "DE")))
                .isEqualTo(new Evaluation.TargetingKeyMissing(
                        Map.of("flagType", "string", "version", 7L, "rule", "german")));
        assertThat(evaluate(ruleset, Map.of("country", "FR"))).isEqualTo(served("blue", Reason.STATIC, Map.of()));
    }

    @Test
    void rollsOutToThoseWhomNoRuleMatches() {
        Rollout all = new Rollout(Map.of("green", new BigDecimal(100)));
        Ruleset ruleset = ruleset(flag(all, rule("german", "red", GERMAN)));

        assertThat(evaluate(ruleset, Map.of())).isEqualTo(served("green", Reason.SPLIT, Map.of()));
    }

    @Test
    void knowsNoOtherFlag() {
        assertThat(Ruleset.NONE.evaluate("colour", Attributes.NONE)).isEmpty();
        assertThat(Ruleset.NONE.evaluateAll(Attributes.NONE)).isEmpty();
    }

    @Test
    void evaluatesAllFlagsInTheOrderOfTheirKeys() {
        List<FlagConfiguration> flags = new ArrayList<>();
        for (String key : List.of("b", "c", "a")) {
            flags.add(flag(key, Rollout.NONE, rule("german", "red", GERMAN)));
        }
        Ruleset ruleset = Ruleset.compile(flags, List.of());
        Attributes attributes = Attributes.of(Map.of("country", "DE"));

        assertThat(ruleset.evaluateAll(attributes).keySet()).containsExactly("a", "b", "c");
        ruleset.evaluateAll(attributes).forEach((key, evaluation) -> assertThat(ruleset.evaluate(key, attributes))
                .contains(evaluation));
    }

    @Test
    void isInASegmentByAnyOfItsGroups() {
        Segment segment = new Segment("some", List.of(List.of(GERMAN, ADULT), List.of(email())), 1);
        Ruleset in = ruleset(List.of(segment), flag(Rollout.NONE, rule("r", "red", in("some"))));
        Ruleset notIn = ruleset(List.of(segment), flag(Rollout.NONE, rule("r", "red", notIn("some"))));

        for (Map<String, Object> member : List.<Map<String, Object>>of(
                Map.of("country", "DE", "age", 18), Map.of("email", "a@example.com", "age", 1))) {
            assertThat(variant(in, member)).isEqualTo("red");
            assertThat(variant(notIn, member)).isEqualTo("blue");
        }
        for (Map<String, Object> stranger :
                List.<Map<String, Object>>of(Map.of(), Map.of("country", "DE"), Map.of("email", 5))) {
            assertThat(variant(in, stranger)).isEqualTo("blue");
            assertThat(variant(notIn, stranger)).isEqualTo("red");
        }
    }

    @Test
    void asksForAnyOfSeveralSegmentsOrForNone() {
        List<Segment> segments = List.of(segment("german", GERMAN), segment("adult", ADULT));
        Ruleset in = ruleset(segments, flag(Rollout.NONE, rule("r", "red", in("german", "adult"))));
        Ruleset notIn = ruleset(segments, flag(Rollout.NONE, rule("r", "red", notIn("german", "adult"))));

        assertThat(variant(in, Map.of("age", 20))).isEqualTo("red");
        assertThat(variant(in, Map.of("age", 10))).isEqualTo("blue");
        assertThat(variant(notIn, Map.of("age", 20))).isEqualTo("blue");
        assertThat(variant(notIn, Map.of("age", 10))).isEqualTo("red");
    }

    @Test
    void refusesSegmentsThatLeadBackToThemselves() {
        refuses("segments.a.groups[0][0].values[0]", List.of(segment("a", in("a"))));
        assertThatThrownBy(() -> Ruleset.compile(
                        List.of(),
                        List.of(segment("a", GERMAN, in("b")), segment("b", notIn("c")), segment("c", in("a")))))
                .isInstanceOf(InvalidFlagException.class)
                .hasMessage("segments.c.groups[0][0].values[0] must not lead back to a: a -> b -> c -> a");
    }

    @Test
    void refusesSegmentsThatThereAreNot() {
        refuses("segments.a.groups[0][1].values[1]", List.of(segment("a", GERMAN, in("b", "c")), segment("b", GERMAN)));
        refuses(
                "flags.colour.rules[1].conditions[1].values[0]",
                List.of(),
                flag(Rollout.NONE, rule("r", "red", GERMAN), rule("s", "red", GERMAN, in("b"))));
    }

    @Test
    void refusesTwoOfTheSameKey() {
        refuses("segments.a", List.of(segment("a", GERMAN), segment("a", ADULT)));
        refuses("flags.colour", List.of(), flag(Rollout.NONE), flag(HALF));
    }

    @Test
    void takesTenThousandFlagsAndNoMore() {
        List<FlagConfiguration> flags = new ArrayList<>();
        IntStream.range(0, 10_000).forEach(i -> flags.add(flag("flag-" + i, Rollout.NONE)));
        assertThat(Ruleset.compile(flags, List.of()).evaluateAll(Attributes.NONE))
                .hasSize(10_000);

        flags.add(flag("one-more", Rollout.NONE));
        refuses("flags", List.of(), flags.toArray(FlagConfiguration[]::new));
    }

    @Test
    void refersThroughAHundredLevelsAndNoMoreWhereverItBegins() {
        List<Segment> chain = new ArrayList<>(List.of(segment("s-0", GERMAN)));
        IntStream.range(1, 100).forEach(i -> chain.add(twice("s-" + i, "s-" + (i - 1))));
        FlagConfiguration flag = flag(Rollout.NONE, rule("r", "red", in("s-99")));
        // 2^99 evaluations if each reference were asked by itself
        assertTimeoutPreemptively(LIMIT, () -> assertThat(variant(ruleset(chain, flag), Map.of("country", "FR")))
                .isEqualTo("blue"));

        chain.add(twice("s-100", "s-99"));
        refuses("segments.s-100.groups", chain);
        Collections.reverse(chain);
        refuses("segments.s-1.groups[0][0].values[0]", chain);
    }

    @Test
    void hasTheFlagsOwnVersionIfItUsesNoSegments() {
        assertThat(version(List.of(segment("a", GERMAN)), flag(Rollout.NONE, rule("r", "red", ADULT))))
                .isEqualTo(7);
    }

    @Test
    void hasAnotherVersionAfterAChangeOfASegmentThatItUses() {
        FlagConfiguration flag = flag(Rollout.NONE, rule("r", "red", in("a")));
        Segment a = segment("a", in("b"));
        Segment b = segment("b", GERMAN);
        Segment c = segment("c", GERMAN);
        long before = version(List.of(a, b, c), flag);

        assertThat(before).isBetween(1L << 52, (1L << 53) - 1);
        assertThat(version(List.of(c, b, a), flag)).isEqualTo(before);
        assertThat(version(List.of(a, b, changed(c)), flag)).isEqualTo(before);
        assertThat(version(List.of(changed(a), b, c), flag)).isNotEqualTo(before);
        assertThat(version(List.of(a, changed(b), c), flag)).isNotEqualTo(before);
        FlagConfiguration next =
                new FlagConfiguration(flag.definition(), true, flag.rules(), flag.rollout(), flag.version() + 1);
        assertThat(version(List.of(a, b, c), next)).isNotEqualTo(before);
    }

    private static long version(List<Segment> segments, FlagConfiguration flag) {
        Evaluation.Served served = (Evaluation.Served) evaluate(ruleset(segments, flag), Map.of());
        return (Long) Objects.requireNonNull(served.metadata().get("version"));
    }

    private static Segment changed(Segment segment) {
        return new Segment(segment.key(), segment.groups(), segment.version() + 1);
    }

    private static Segment segment(String key, Condition... conditions) {
        return new Segment(key, List.of(List.of(conditions)), 1);
    }

    private static Segment twice(String key, String other) {
        return new Segment(key, List.of(List.of(in(other)), List.of(in(other))), 1);
    }

    private static Condition in(String... keys) {
        return Condition.onSegments(Operator.IN_SEGMENT, keys);
    }

    private static Condition notIn(String... keys) {
        return Condition.onSegments(Operator.NOT_IN_SEGMENT, keys);
    }

    private static Condition email() {
        return Condition.of("email", Operator.ENDS_WITH, "@example.com");
    }

    private static TargetingRule rule(String id, String variant, Condition... conditions) {
        return new TargetingRule(id, List.of(conditions), new Outcome.Variant(variant));
    }

    private static FlagConfiguration flag(Rollout rollout, TargetingRule... rules) {
        return flag("colour", rollout, rules);
    }

    private static FlagConfiguration flag(String key, Rollout rollout, TargetingRule... rules) {
        Map<String, Object> variants = new LinkedHashMap<>(); // a rollout goes by their order
        variants.put("red", "#f00");
        variants.put("green", "#0f0");
        variants.put("blue", "#00f");
        return new FlagConfiguration(
                new FlagDefinition(key, FlagType.STRING, variants, "blue"), true, List.of(rules), rollout, 7);
    }

    private static Ruleset ruleset(FlagConfiguration... flags) {
        return ruleset(List.of(), flags);
    }

    private static Ruleset ruleset(List<Segment> segments, FlagConfiguration... flags) {
        return Ruleset.compile(Arrays.asList(flags), segments);
    }

    private static void refuses(String field, List<Segment> segments, FlagConfiguration... flags) {
        assertThatThrownBy(() -> ruleset(segments, flags))
                .isInstanceOfSatisfying(
                        InvalidFlagException.class, e -> assertThat(e.field()).isEqualTo(field));
    }

    private static Evaluation evaluate(Ruleset ruleset, Map<String, ?> attributes) {
        return ruleset.evaluate("colour", Attributes.of(attributes)).orElseThrow();
    }

    private static String variant(Ruleset ruleset, Map<String, ?> attributes) {
        return ((Evaluation.Served) evaluate(ruleset, attributes)).variant();
    }

    private static Evaluation served(String variant, Reason reason, Map<String, Object> more) {
        Map<String, Object> metadata = new HashMap<>(more);
        metadata.putAll(Map.of("flagType", "string", "version", 7L));
        String value = Map.of("red", "#f00", "green", "#0f0", "blue", "#00f").getOrDefault(variant, "");
        return new Evaluation.Served(variant, value, reason, metadata);
    }
}
