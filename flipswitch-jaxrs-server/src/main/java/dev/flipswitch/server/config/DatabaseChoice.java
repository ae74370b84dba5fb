package dev.flipswitch.server.config;

import dev.flipswitch.server.messages.Messages;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the settings of the database, and refuses those that contradict each other. Stateless. */
final class DatabaseChoice {

    private static final String URL = "database-url";
    private static final String USER = "database-user";
    private static final String PASSWORD = "database-password";
    private static final String DATA_SOURCE = "data-source";

    /** An address before a host would hold a user and a password: there is none. */
    private static final Pattern H2_OR_POSTGRESQL =
            Pattern.compile("jdbc:h2:\\S.*|jdbc:postgresql:(?://[A-Za-z0-9._:,\\[\\]-]*/)?[^/?@\\s]*(?:\\?\\S*)?");

    /** No name that would make JNDI ask elsewhere. */
    private static final Pattern JNDI_NAME = Pattern.compile("(?:java:)?[A-Za-z0-9/._-]+");

    private DatabaseChoice() {}

    static DatabaseSettings of(Settings settings) {
        Optional<String> dataSource = settings.text(DATA_SOURCE);
        Optional<String> url = settings.text(URL);
        if (dataSource.isPresent()) {
            refuse(settings, List.of(URL, USER, PASSWORD), "can't be set together with " + DATA_SOURCE);
            return new DatabaseSettings.ContainerDataSource(settings.parse(
                    DATA_SOURCE,
                    "",
                    "the JNDI name of a data source, such as jdbc/flags",
                    value -> JNDI_NAME.matcher(value).matches() ? value : null));
        }
        if (url.isPresent()) {
            return new DatabaseSettings.Url(checked(url.get()), value(settings, USER), value(settings, PASSWORD));
        }
        refuse(settings, List.of(USER, PASSWORD), "needs a " + URL);
        return new DatabaseSettings.Folder(settings.data());
    }

    /** Addresses are never repeated, they may hold secrets. */
    private static String checked(String url) {
        if (!H2_OR_POSTGRESQL.matcher(url).matches()) {
            throw refusal(URL, "must be jdbc:postgresql://HOST:PORT/DATABASE or jdbc:h2:file:PATH");
        }
        if (url.toLowerCase(Locale.ROOT).contains("password=")) {
            throw refusal(URL, "must not hold a password; " + Settings.property(PASSWORD) + " is for that");
        }
        return url;
    }

    private static void refuse(Settings settings, List<String> names, String fault) {
        names.stream()
                .filter(name -> settings.text(name).isPresent())
                .findFirst()
                .ifPresent(name -> {
                    throw refusal(name, fault);
                });
    }

    private static StartupFailure refusal(String name, String fault) {
        return new StartupFailure(Messages.badSecret(Settings.property(name), fault));
    }

    private static @Nullable String value(Settings settings, String name) {
        return settings.text(name).orElse(null);
    }
}
