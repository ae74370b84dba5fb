package dev.flipswitch.rules;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Compiles segments, each after those that it refers to, and conditions that refer to them. For one thread. */
final class SegmentCompiler {

    private final Map<String, Segment> segments = new HashMap<>();
    private final Map<String, CompiledSegment> compiled = new HashMap<>();
    private final Set<String> underWay = new LinkedHashSet<>();

    SegmentCompiler(Collection<Segment> segments) {
        Limits.check("segments", segments.size(), Limits.SEGMENTS, "elements");
        for (Segment segment : segments) {
            if (this.segments.put(segment.key(), segment) != null) {
                throw new InvalidFlagException("segments." + segment.key(), "must be there only once");
            }
        }
        segments.forEach(segment -> compile(segment));
    }

    int size() {
        return compiled.size();
    }

    /**
     * Compiles conditions.
     *
     * @param place what they are in, as faults name it
     * @param conditions the conditions
     * @param used gets the state of each segment that they refer to
     */
    CompiledCondition all(String place, List<Condition> conditions, SortedMap<String, CompiledSegment> used) {
        CompiledCondition[] questions = new CompiledCondition[conditions.size()];
        for (int i = 0; i < questions.length; i++) {
            Condition condition = conditions.get(i);
            questions[i] = condition.operator().operand() == Operand.SEGMENT
                    ? CompiledCondition.onSegments(
                            condition.operator(), references(place + "[" + i + "].values", condition, used))
                    : CompiledCondition.onAttribute(condition);
        }
        return CompiledCondition.all(questions);
    }

    private CompiledSegment[] references(String field, Condition condition, Map<String, CompiledSegment> used) {
        List<CompiledSegment> references = new ArrayList<>();
        for (int i = 0; i < condition.values().size(); i++) {
            String key = (String) condition.values().get(i);
            CompiledSegment segment = reference(field + "[" + i + "]", key);
            references.add(segment);
            used.put(key, segment);
        }
        return references.toArray(CompiledSegment[]::new);
    }

    private CompiledSegment reference(String field, String key) {
        CompiledSegment known = compiled.get(key);
        if (known != null) {
            return known;
        }
        Segment segment = segments.get(key);
        if (segment == null) {
            throw new InvalidFlagException(field, "must be a segment of the project, and there is no " + key);
        }
        if (underWay.contains(key)) {
            throw new InvalidFlagException(
                    field, "must not lead back to " + key + ": " + String.join(" -> ", underWay) + " -> " + key);
        }
        checkLevel(field, underWay.size() + 1);
        return compile(segment);
    }

    private CompiledSegment compile(Segment segment) {
        CompiledSegment known = compiled.get(segment.key());
        if (known != null) {
            return known;
        }
        underWay.add(segment.key());
        String place = "segments." + segment.key() + ".groups";
        SortedMap<String, CompiledSegment> used = new TreeMap<>();
        CompiledCondition[] groups = new CompiledCondition[segment.groups().size()];
        for (int i = 0; i < groups.length; i++) {
            groups[i] = all(place + "[" + i + "]", segment.groups().get(i), used);
        }
        int level = 1
                + used.values().stream().mapToInt(CompiledSegment::level).max().orElse(0);
        checkLevel(place, level);
        long state = VersionHash.of(segment.key(), segment.version(), used);
        CompiledSegment result = new CompiledSegment(compiled.size(), level, state, CompiledCondition.any(groups));
        compiled.put(segment.key(), result);
        underWay.remove(segment.key());
        return result;
    }

    private static void checkLevel(String field, int level) {
        if (level > Limits.SEGMENT_LEVELS) {
            throw new InvalidFlagException(
                    field, "must not refer to segments more than " + Limits.SEGMENT_LEVELS + " levels deep");
        }
    }
}
