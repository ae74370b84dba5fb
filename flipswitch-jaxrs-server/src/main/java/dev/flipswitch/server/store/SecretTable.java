package dev.flipswitch.server.store;

import dev.flipswitch.server.flags.Credentials;
import dev.flipswitch.server.flags.Environment;
import dev.flipswitch.server.flags.Project;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The hashes of the secrets. Stateless. */
final class SecretTable {

    private static final String ADMIN_TOKEN = "admin-token";

    private SecretTable() {}

    static Credentials read(Handle handle, List<Project> projects) {
        Map<Environment, String> apiKeys = new HashMap<>();
        projects.stream().flatMap(project -> project.environments().stream()).forEach(environment -> handle.createQuery(
                        "select api_key_hash from environments where id = :id and api_key_hash is not null")
                .bind("id", environment.id())
                .mapTo(String.class)
                .findOne()
                .ifPresent(hash -> apiKeys.put(environment, hash)));
        Optional<String> adminToken = handle.createQuery("select secret_hash from server_secrets where name = :name")
                .bind("name", ADMIN_TOKEN)
                .mapTo(String.class)
                .findOne();
        return new Credentials(adminToken, apiKeys);
    }

    static void replace(Handle handle, Credentials replacements) {
        // two environments may have changed keys with each other: none keeps its old one meanwhile
        replacements.apiKeys().keySet().forEach(environment -> handle.createUpdate(
                        "update environments set api_key_hash = null where id = :id")
                .bind("id", environment.id())
                .execute());
        replacements.apiKeys().forEach((environment, hash) -> handle.createUpdate(
                        "update environments set api_key_hash = :hash where id = :id")
                .bind("hash", hash)
                .bind("id", environment.id())
                .execute());
        replacements.adminToken().ifPresent(hash -> {
            handle.execute("delete from server_secrets where name = ?", ADMIN_TOKEN);
            handle.execute("insert into server_secrets (name, secret_hash) values (?, ?)", ADMIN_TOKEN, hash);
        });
    }
}
