package dev.flipswitch.rules;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A compiled condition, or several. Immutable. */
interface CompiledCondition {

    boolean matches(EvaluationState subject);

    /** Whether all of them match. */
    static CompiledCondition all(CompiledCondition[] questions) {
        return subject -> {
            for (CompiledCondition question : questions) {
                if (!question.matches(subject)) {
                    return false;
                }
            }
            return true;
        };
    }

    /** Whether any of them matches. */
    static CompiledCondition any(CompiledCondition[] questions) {
        return subject -> {
            for (CompiledCondition question : questions) {
                if (question.matches(subject)) {
                    return true;
                }
            }
            return false;
        };
    }

    /** About an attribute: of a list, one element must match, or for a negated operator all must differ. */
    static CompiledCondition onAttribute(Condition condition) {
        AttributePath path = new AttributePath(condition.attribute());
        ValueTest test = ValueTest.of(condition);
        boolean negated = condition.operator().isNegated();
        boolean searches = condition.operator() == Operator.MATCHES_REGEX;
        return subject -> {
            Object value = subject.attributes().at(path);
            if (value instanceof List<?> list) {
                if (searches && !Regexes.areSearched(list)) {
                    return false;
                }
                return negated ? allDiffer(test, list, subject) : anyMatches(test, list, subject);
            }
            return verdict(test, value, subject) == (negated ? MatchResult.DIFFERS : MatchResult.MATCHES);
        };
    }

    /** About segments, which one is in or not, whatever attributes are missing. */
    static CompiledCondition onSegments(Operator operator, CompiledSegment[] segments) {
        boolean negated = operator.isNegated();
        return subject -> {
            for (CompiledSegment segment : segments) {
                if (subject.isIn(segment)) {
                    return !negated;
                }
            }
            return negated;
        };
    }

    private static boolean anyMatches(ValueTest test, List<?> list, EvaluationState subject) {
        for (Object element : list) {
            if (verdict(test, element, subject) == MatchResult.MATCHES) {
                return true;
            }
        }
        return false;
    }

    private static boolean allDiffer(ValueTest test, List<?> list, EvaluationState subject) {
        for (Object element : list) {
            if (verdict(test, element, subject) != MatchResult.DIFFERS) {
                return false;
            }
        }
        return !list.isEmpty();
    }

    private static MatchResult verdict(ValueTest test, @Nullable Object value, EvaluationState subject) {
        return value == null ? MatchResult.INCOMPARABLE : test.test(value, subject);
    }
}
