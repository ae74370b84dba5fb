package dev.flipswitch.server;

import dev.flipswitch.server.config.Messages;
import dev.flipswitch.server.config.Settings;
import dev.flipswitch.server.events.EventStreams;
import dev.flipswitch.server.flags.FlagService;
import dev.flipswitch.server.flags.FlagStore;
import dev.flipswitch.server.security.Access;
import dev.flipswitch.server.security.FirstStart;
import dev.flipswitch.server.store.Database;
import dev.flipswitch.server.store.JdbiFlagStore;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.util.function.Consumer;

/**
 * All parts of the server, wired together. Thread-safe.
 *
 * @param database the open database
 * @param streams the event streams
 * @param access who may do what
 * @param flags the flags
 */
record FlagServer(Database database, EventStreams streams, Access access, FlagService flags) implements AutoCloseable {

    private static final Logger LOGGER = System.getLogger("dev.flipswitch.server");

    /** Opens the database and starts the heartbeat; after a failure nothing stays open. */
    static FlagServer start(Settings settings, Consumer<String> console) {
        Database database = Database.open(settings.database(), settings.databaseConnections());
        try {
            LOGGER.log(Level.INFO, Messages.storedIn(database));
            Clock clock = Clock.systemUTC();
            JdbiFlagStore store = new JdbiFlagStore(database, clock);
            Access access = new FirstStart(store, settings, console).prepare();
            return start(database, store, access, new EventStreams(settings.heartbeat(), clock));
        } catch (RuntimeException e) {
            database.close();
            throw e;
        }
    }

    private static FlagServer start(Database database, FlagStore store, Access access, EventStreams streams) {
        try {
            FlagService flags = new FlagService(store, streams);
            database.whenBack(flags::refresh);
            return new FlagServer(database, streams, access, flags);
        } catch (RuntimeException e) {
            streams.close();
            throw e;
        }
    }

    @Override
    public void close() {
        streams.close();
        database.close();
    }
}
