package dev.flipswitch.server.config;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Where the operator wants the flags to be stored. Immutable. */
public sealed interface DatabaseSettings {

    /**
     * An H2 database in a folder.
     *
     * @param path the folder's absolute path
     */
    record Folder(Path path) implements DatabaseSettings {}

    /**
     * A database by its address.
     *
     * @param url the JDBC URL, of H2 or PostgreSQL
     * @param user who the server is there, if the URL does not say so
     * @param password the user's password
     */
    record Url(String url, @Nullable String user, @Nullable String password) implements DatabaseSettings {

        /**
         * Whether it is PostgreSQL.
         *
         * @return if not, it is H2
         */
        public boolean isPostgres() {
            return url.startsWith("jdbc:postgresql:");
        }

        /** The address without parameters. */
        @Override
        public String toString() {
            return url.replaceFirst("[?;].*", "");
        }
    }

    /**
     * A data source of the container.
     *
     * @param name its name in JNDI
     */
    record ContainerDataSource(String name) implements DatabaseSettings {}
}
