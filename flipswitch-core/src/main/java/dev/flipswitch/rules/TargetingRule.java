package dev.flipswitch.rules;

import java.util.List;

/**
 * A rule of a flag: whoever meets all conditions gets what it serves. Immutable; its construction refuses what makes no
 * sense.
 *
 * @param id what the rule is called, unique in its flag; evaluations name it
 * @param conditions at least one; all must hold
 * @param outcome what it serves
 */
public record TargetingRule(String id, List<Condition> conditions, Outcome outcome) {

    /**
     * Checks and copies.
     *
     * @throws InvalidFlagException naming the first field that is wrong
     */
    public TargetingRule {
        if (id.isBlank() || id.length() > Limits.NAME_LENGTH) {
            throw new InvalidFlagException("id", "must have 1 to " + Limits.NAME_LENGTH + " characters");
        }
        Texts.check("id", id);
        if (conditions.isEmpty()) {
            throw new InvalidFlagException("conditions", "must have at least one element; a rollout needs none");
        }
        Limits.check("conditions", conditions.size(), Limits.CONDITIONS_PER_GROUP, "elements");
        conditions = List.copyOf(conditions);
    }
}
