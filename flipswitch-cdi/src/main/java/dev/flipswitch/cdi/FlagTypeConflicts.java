package dev.flipswitch.cdi;

import dev.flipswitch.cdi.messages.Messages;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** What kind of flag each key stands for, as all places of an application say: a flag has one type. For one thread. */
final class FlagTypeConflicts {
    private record Said(String kind, String place) {}

    private final Map<List<String>, Said> first = new HashMap<>();
    private final Consumer<String> problems;

    /** Nothing said yet; reports each contradiction. */
    FlagTypeConflicts(Consumer<String> problems) {
        this.problems = problems;
    }

    /** Notes what a place takes a domain's flag for. */
    void add(String domain, String flagKey, ValueType type, String place) {
        String kind = type.kind();
        if (kind.equals(ValueType.ANY)) {
            return;
        }
        Said before = first.putIfAbsent(List.of(domain, flagKey), new Said(kind, place));
        if (before != null && !before.kind.equals(kind)) {
            problems.accept(Messages.twoTypes(flagKey, before.kind, before.place, kind, place));
        }
    }
}
