package dev.flipswitch.server.store;

import dev.flipswitch.rules.FlagDefinition;
import dev.flipswitch.rules.InvalidFlagException;
import dev.flipswitch.rules.Ruleset;
import dev.flipswitch.server.flags.Project;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The definitions of projects' flags. Stateless. */
final class FlagTable {

    private FlagTable() {}

    /** Creates or replaces a definition; the result is the id of its row. The project's environments are locked. */
    static long save(Handle handle, Project project, FlagDefinition definition) {
        Optional<Long> id = handle.createQuery("select id from flags where project_id = :project and flag_key = :key")
                .bind("project", project.id())
                .bind("key", definition.key())
                .mapTo(Long.class)
                .findOne();
        if (id.isEmpty()) {
            checkRoom(handle, project);
        }
        String sql = id.isPresent()
                ? """
                  update flags set type = :type, description = :description, tags = :tags, variants = :variants,
                         default_variant = :default
                   where project_id = :project and flag_key = :key"""
                : """
                  insert into flags (project_id, flag_key, type, description, tags, variants, default_variant)
                    values (:project, :key, :type, :description, :tags, :variants, :default)""";
        return handle.createUpdate(sql)
                .bind("project", project.id())
                .bind("key", definition.key())
                .bind("type", definition.type().id())
                .bind("description", definition.description())
                .bind("tags", FlagRow.tags(definition))
                .bind("variants", FlagRow.variants(definition))
                .bind("default", definition.defaultVariant())
                .executeAndReturnGeneratedKeys("id")
                .mapTo(Long.class)
                .one();
    }

    private static void checkRoom(Handle handle, Project project) {
        long flags = handle.createQuery("select count(*) from flags where project_id = :project")
                .bind("project", project.id())
                .mapTo(Long.class)
                .one();
        if (flags >= Ruleset.MAX_FLAGS) {
            throw new InvalidFlagException(
                    "key", "must be that of an existing flag: the project has " + flags + " flags, as many as it may");
        }
    }
}
