package dev.flipswitch.server;

import dev.flipswitch.server.config.Settings;
import dev.flipswitch.server.config.StreamSettings;
import dev.flipswitch.server.events.EventStreams;
import dev.flipswitch.server.flags.Environment;
import dev.flipswitch.server.flags.FlagService;
import dev.flipswitch.server.flags.FlagStore;
import dev.flipswitch.server.messages.Messages;
import dev.flipswitch.server.operations.Health;
import dev.flipswitch.server.security.CredentialBootstrap;
import dev.flipswitch.server.security.CredentialVerifier;
import dev.flipswitch.server.security.MetricsAuthorizer;
import dev.flipswitch.server.store.Database;
import dev.flipswitch.server.store.JdbiFlagStore;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * All parts of the server, wired together. Thread-safe.
 *
 * @param database the open database
 * @param streamSettings what the operator wants of event streams
 * @param streams the event streams
 * @param access who may do what
 * @param flags the flags
 * @param health whether it can serve everything
 * @param operations what operators look at and browsers get
 * @param forgetting deletes old changes
 */
record FlagServer(
        Database database,
        StreamSettings streamSettings,
        EventStreams streams,
        CredentialVerifier access,
        FlagService flags,
        Health health,
        OperatorServices operations,
        ChangeRetention forgetting)
        implements AutoCloseable {

    private static final Logger LOGGER = System.getLogger(FlagServer.class.getName());

    /** Opens the database and starts the heartbeat; after a failure nothing stays open. */
    static FlagServer start(Settings settings, Consumer<String> console) {
        Database database = Database.open(settings.database(), settings.databaseConnections(), settings.severalNodes());
        try {
            LOGGER.log(Level.INFO, Messages.storedIn(database));
            Clock clock = Clock.systemUTC();
            OperatorServices operations = OperatorServices.of(settings);
            FlagStore store = operations.timed(new JdbiFlagStore(database, clock));
            CredentialVerifier access = new CredentialBootstrap(store, settings, console).prepare();
            warn(settings, store);
            return start(database, store, access, settings, operations);
        } catch (RuntimeException e) {
            database.close();
            throw e;
        }
    }

    private static FlagServer start(
            Database database,
            FlagStore store,
            CredentialVerifier access,
            Settings settings,
            OperatorServices operations) {
        StreamSettings wanted = settings.streams();
        EventStreams streams = operations.streams(wanted);
        ChangeRetention forgetting =
                new ChangeRetention(store, wanted.eventRetention(), settings.auditRetention(), Clock.systemUTC());
        try {
            FlagService flags = new FlagService(store, operations.counted(streams));
            database.whenThere(flags::refresh);
            Health health = operations.watch(flags, streams);
            return new FlagServer(database, wanted, streams, access, flags, health, operations, forgetting);
        } catch (RuntimeException e) {
            forgetting.close();
            streams.close();
            throw e;
        }
    }

    private static void warn(Settings settings, FlagStore store) {
        Set<String> environments = store.projects().stream()
                .flatMap(project -> project.environments().stream())
                .map(Environment::key)
                .collect(Collectors.toSet());
        settings.misspelt(environments).forEach(line -> LOGGER.log(Level.WARNING, line));
    }

    MetricsAuthorizer metricsAccess() {
        return new MetricsAuthorizer(operations.metricsToken(), access);
    }

    @Override
    public void close() {
        forgetting.close();
        streams.close();
        operations.close();
        database.close();
    }
}
