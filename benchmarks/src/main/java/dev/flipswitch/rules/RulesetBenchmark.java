package dev.flipswitch.rules;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** How long it takes to evaluate 1,000 flags of three rules each, the copy of the context included. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class RulesetBenchmark {

    private static final int FLAGS = 1_000;

    /** The flags and whom they are evaluated for. */
    @State(Scope.Thread)
    public static class Content {

        /** What the rules ask. */
        public enum Rules {
            /** All kinds of comparisons, of two conditions each; the last rule of each flag matches. */
            MIXED,
            /** No rule matches, so that all are asked, and the rollout deals out. */
            NONE_MATCHES,
            /** Every rule is a regular expression over an e-mail address, and none matches. */
            REGEX
        }

        /** Which. */
        @Param
        public Rules rules = Rules.MIXED;

        Ruleset ruleset = Ruleset.NONE;
        Map<String, Object> context = Map.of();

        /** For JMH. */
        public Content() {}

        /** Compiles. */
        @Setup
        public void compile() {
            Segment testers = new Segment(
                    "testers",
                    List.of(
                            List.of(Condition.of("email", Operator.ENDS_WITH, "@example.org")),
                            List.of(Condition.of("plan", Operator.IN, "gold", "platinum"))),
                    1);
            ruleset = Ruleset.compile(
                    IntStream.range(0, FLAGS).mapToObj(this::flag).toList(), List.of(testers));
            context = Map.of(
                    "targetingKey", "user-123",
                    "email", "somebody@example.com",
                    "age", 42,
                    "plan", "silver",
                    "appVersion", "2.3.1",
                    "registered", "2025-05-05T12:00:00Z",
                    "roles", List.of("editor", "reviewer"),
                    "address", Map.of("country", "DE", "city", "Berlin"));
        }

        private FlagConfiguration flag(int number) {
            Map<String, Object> variants = new LinkedHashMap<>();
            variants.put("on", true);
            variants.put("off", false);
            FlagDefinition definition = new FlagDefinition("flag-" + number, FlagType.BOOLEAN, variants, "off");
            Rollout rollout = new Rollout(Map.of("on", new BigDecimal("12.5")));
            return new FlagConfiguration(definition, true, rules(number), rollout, 1);
        }

        private List<TargetingRule> rules(int number) {
            List<TargetingRule> targeting = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                List<Condition> conditions = rules == Rules.REGEX
                        ? List.of(
                                Condition.of("email", Operator.MATCHES_REGEX, "^[a-z.]+" + number + "@example\\.org$"))
                        : List.of(matching(number + i), different(number + i));
                targeting.add(new TargetingRule("rule-" + i, conditions, new Outcome.Variant("on")));
            }
            if (rules == Rules.MIXED) {
                List<Condition> conditions = List.of(matching(number), matching(number + 1));
                targeting.set(2, new TargetingRule("rule-2", conditions, new Outcome.Variant("on")));
            }
            return targeting;
        }

        private static Condition matching(int number) {
            return switch (number % 6) {
                case 0 -> Condition.of("address.country", Operator.IN, "DE", "AT", "CH");
                case 1 -> Condition.of("age", Operator.GREATER_OR_EQUAL, 18);
                case 2 -> Condition.of("roles", Operator.EQUALS, "reviewer");
                case 3 -> Condition.of("appVersion", Operator.VERSION_GREATER_OR_EQUAL, "2.0.0");
                case 4 -> Condition.of("registered", Operator.BEFORE, "2026-01-01");
                default -> Condition.onSegments(Operator.NOT_IN_SEGMENT, "testers");
            };
        }

        private static Condition different(int number) {
            return switch (number % 5) {
                case 0 -> Condition.of("address.city", Operator.NOT_EQUALS, "Berlin");
                case 1 -> Condition.of("email", Operator.ENDS_WITH, "@example.org", "@example.net");
                case 2 -> Condition.of("age", Operator.LESS, 18);
                case 3 -> Condition.of("roles", Operator.NOT_IN, "editor");
                default -> Condition.onSegments(Operator.IN_SEGMENT, "testers");
            };
        }
    }

    /** For JMH. */
    public RulesetBenchmark() {}

    /**
     * Evaluates all flags.
     *
     * @param content what
     * @return the evaluations
     */
    @Benchmark
    public Map<String, Evaluation> evaluateAll(Content content) {
        return content.ruleset.evaluateAll(Attributes.of(content.context));
    }

    /**
     * Evaluates one flag.
     *
     * @param content what
     * @return the evaluation
     */
    @Benchmark
    public Object evaluateOne(Content content) {
        return content.ruleset.evaluate("flag-500", Attributes.of(content.context));
    }
}
