package dev.flipswitch.server.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.ResourceProvider;
import org.flywaydb.core.api.resource.LoadableResource;
import org.jspecify.annotations.Nullable;

/**
 * Brings a database's schema up to date, with the same scripts for H2 and PostgreSQL. The scripts are named here one by one, since a container's class loader need
 * not let anybody list them. Flyway looks for callbacks all the same; the empty {@code db/callback/flyway.location} keeps
 * it from logging an error on Open Liberty that there are none. Stateless.
 */
final class Migrations {

    private static final List<String> SCRIPTS = List.of(
            "V1__first_schema.sql",
            "V2__rules_and_segments.sql",
            "V3__segments_of_projects.sql",
            "V4__rules_apart.sql");

    private Migrations() {}

    static void apply(DataSource dataSource) {
        Flyway.configure(Migrations.class.getClassLoader())
                .dataSource(dataSource)
                .resourceProvider(new Scripts())
                .javaMigrationClassProvider(List::of)
                .load()
                .migrate();
    }

    private static final class Scripts implements ResourceProvider {

        @Override
        @SuppressWarnings("NullAway") // by contract null where there is no such resource
        public @Nullable LoadableResource getResource(String name) {
            return find(name).orElse(null);
        }

        @Override
        public Collection<LoadableResource> getResources(String prefix, String[] suffixes) {
            return SCRIPTS.stream()
                    .filter(name ->
                            name.startsWith(prefix) && Arrays.stream(suffixes).anyMatch(name::endsWith))
                    .<LoadableResource>map(Script::new)
                    .toList();
        }

        private static Optional<LoadableResource> find(String name) {
            return SCRIPTS.stream()
                    .filter(name::equals)
                    .<LoadableResource>map(Script::new)
                    .findFirst();
        }
    }

    private static final class Script extends LoadableResource {

        private final String name;

        Script(String name) {
            this.name = name;
        }

        @Override
        public Reader read() {
            try (InputStream script = Migrations.class.getResourceAsStream(name)) {
                if (script == null) {
                    throw new IllegalStateException("the migration " + name + " is missing");
                }
                return new StringReader(new String(script.readAllBytes(), StandardCharsets.UTF_8));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public String getAbsolutePath() {
            return name;
        }

        @Override
        public String getAbsolutePathOnDisk() {
            return name;
        }

        @Override
        public String getFilename() {
            return name;
        }

        @Override
        public String getRelativePath() {
            return name;
        }
    }
}
