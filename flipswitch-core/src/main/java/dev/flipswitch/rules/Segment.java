package dev.flipswitch.rules;

import java.util.List;

/**
 * Conditions with a name. Who meets all conditions of any group is in the segment. Immutable; its construction refuses
 * what makes no sense.
 *
 * @param key the key, unique in its project
 * @param groups at least one group of at least one condition
 * @param version another one after every change of this segment
 */
public record Segment(String key, List<List<Condition>> groups, long version) {

    /**
     * Checks and copies.
     *
     * @throws InvalidFlagException naming the first field that is wrong, such as {@code groups[1]}
     */
    public Segment {
        Keys.check(key, "beta-testers");
        if (groups.isEmpty()) {
            throw new InvalidFlagException("groups", "must have at least one element, a list of conditions");
        }
        Limits.check("groups", groups.size(), Limits.GROUPS_PER_SEGMENT, "elements");
        for (int i = 0; i < groups.size(); i++) {
            String field = "groups[" + i + "]";
            if (groups.get(i).isEmpty()) {
                throw new InvalidFlagException(field, "must have at least one condition");
            }
            Limits.check(field, groups.get(i).size(), Limits.CONDITIONS_PER_GROUP, "conditions");
        }
        groups = groups.stream().map(List::copyOf).toList();
    }
}
