package dev.flipswitch.server.api.admin;

import dev.flipswitch.server.flags.ConflictException;
import dev.flipswitch.server.flags.Damage;
import dev.flipswitch.server.flags.FlagService;
import dev.flipswitch.server.flags.Project;
import dev.flipswitch.server.flags.Snapshot;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Finds what is wrong with what is stored. Stateless. */
final class Damaged {

    private Damaged() {}

    /** Of a flag that no environment of its project can evaluate; empty if one can, or if there is no such flag. */
    static Optional<Damage> flag(FlagService flags, Project project, String key) {
        boolean known = project.environments().stream()
                .anyMatch(environment -> flags.snapshot(environment).flags().containsKey(key));
        return known
                ? Optional.empty()
                : project.environments().stream()
                        .flatMap(environment -> flags.snapshot(environment).damage(key).stream())
                        .findFirst();
    }

    /** Of a project's segments, by their keys. */
    static Map<String, Damage> segments(FlagService flags, Project project) {
        Map<String, Damage> found = new LinkedHashMap<>();
        project.environments()
                .forEach(environment -> flags.snapshot(environment).damaged().forEach((place, damage) -> {
                    if (place.startsWith(Snapshot.SEGMENTS)) {
                        found.put(place.substring(Snapshot.SEGMENTS.length()), damage);
                    }
                }));
        return found;
    }

    /** Refuses to change a part of a flag that can't be read as a whole. */
    static void refuse(Snapshot snapshot, String key) {
        snapshot.damage(key).ifPresent(damage -> {
            throw new ConflictException(
                    "error",
                    "is in the stored flag (" + damage.reason()
                            + "); GET the flag, correct it and PUT it, or PUT its definition");
        });
    }
}
