package dev.flipswitch.server.json;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What differs between two values of JSON: the values on each side, by where they stand, such as {@code enabled} or
 * {@code rules[0].conditions[1].values[17+]}. A plus sign says that these members, from that place on, were replaced by
 * those; what is on one side only was not there on the other. Immutable.
 */
public final class Difference {

    private static final Pattern PLAIN_NAME = Pattern.compile("[A-Za-z0-9_-]+");

    private final Map<String, @Nullable Object> before = new LinkedHashMap<>();
    private final Map<String, @Nullable Object> after = new LinkedHashMap<>();

    /**
     * Compares.
     *
     * @param before what there was
     * @param after what there is
     */
    public Difference(Object before, Object after) {
        compare("", before, after);
    }

    /**
     * What is different or not there any more.
     *
     * @return the JSON of an object
     */
    public String before() {
        return JsonWriter.write(before);
    }

    /**
     * What is different or new.
     *
     * @return the JSON of an object
     */
    public String after() {
        return JsonWriter.write(after);
    }

    private void compare(String place, @Nullable Object old, @Nullable Object now) {
        if (isSame(old, now)) {
            return;
        }
        if (old instanceof Map<?, ?> oldMap && now instanceof Map<?, ?> newMap && !isReordered(oldMap, newMap)) {
            compareObjects(place, oldMap, newMap);
        } else if (old instanceof List<?> oldList && now instanceof List<?> newList) {
            compareLists(place, oldList, newList);
        } else {
            before.put(place, old);
            after.put(place, now);
        }
    }

    private void compareObjects(String place, Map<?, ?> old, Map<?, ?> now) {
        Set<Object> names = new LinkedHashSet<>(old.keySet());
        names.addAll(now.keySet());
        for (Object name : names) {
            String member = place + name(place, String.valueOf(name));
            if (!now.containsKey(name)) {
                before.put(member, old.get(name));
            } else if (!old.containsKey(name)) {
                after.put(member, now.get(name));
            } else {
                compare(member, old.get(name), now.get(name));
            }
        }
    }

    /** What both begin and end with is left out. */
    private void compareLists(String place, List<?> old, List<?> now) {
        int most = Math.min(old.size(), now.size());
        int start = 0;
        while (start < most && isSame(old.get(start), now.get(start))) {
            start++;
        }
        int end = 0;
        while (end < most - start && isSame(old.get(old.size() - 1 - end), now.get(now.size() - 1 - end))) {
            end++;
        }
        List<?> removed = old.subList(start, old.size() - end);
        List<?> added = now.subList(start, now.size() - end);
        if (removed.size() == added.size() && hasParts(removed) && hasParts(added)) {
            for (int i = 0; i < removed.size(); i++) {
                compare(place + "[" + (start + i) + "]", removed.get(i), added.get(i));
            }
        } else {
            before.put(place + "[" + start + "+]", removed);
            after.put(place + "[" + start + "+]", added);
        }
    }

    /** The order of members counts, as it does for variants. */
    private static boolean isSame(@Nullable Object old, @Nullable Object now) {
        if (old instanceof Map<?, ?> oldMap && now instanceof Map<?, ?> newMap) {
            return isSame(new ArrayList<>(oldMap.keySet()), new ArrayList<>(newMap.keySet()))
                    && isSame(new ArrayList<>(oldMap.values()), new ArrayList<>(newMap.values()));
        }
        if (old instanceof List<?> oldList && now instanceof List<?> newList) {
            return oldList.size() == newList.size()
                    && IntStream.range(0, oldList.size()).allMatch(i -> isSame(oldList.get(i), newList.get(i)));
        }
        return Objects.equals(old, now);
    }

    private static boolean isReordered(Map<?, ?> old, Map<?, ?> now) {
        List<?> stayed = old.keySet().stream().filter(now::containsKey).toList();
        return !stayed.equals(now.keySet().stream().filter(old::containsKey).toList());
    }

    private static boolean hasParts(List<?> list) {
        return list.stream().allMatch(member -> member instanceof Map || member instanceof List);
    }

    private static String name(String place, String name) {
        if (!PLAIN_NAME.matcher(name).matches()) {
            return "[" + JsonWriter.write(name) + "]";
        }
        return place.isEmpty() ? name : "." + name;
    }
}
