package dev.flipswitch.server.events;

import dev.flipswitch.server.flags.Environment;
import java.time.Instant;

/** A stream that is open. Immutable; each is like no other. */
public final class Connection {

    private final Environment environment;
    private final StreamClient client;
    private final Instant since;

    Connection(Environment environment, StreamClient client, Instant since) {
        this.environment = environment;
        this.client = client;
        this.since = since;
    }

    /**
     * Whose changes it sends.
     *
     * @return the environment
     */
    public Environment environment() {
        return environment;
    }

    /**
     * Who listens.
     *
     * @return what it says of itself
     */
    public StreamClient client() {
        return client;
    }

    /**
     * When it was opened.
     *
     * @return the time
     */
    public Instant since() {
        return since;
    }
}
