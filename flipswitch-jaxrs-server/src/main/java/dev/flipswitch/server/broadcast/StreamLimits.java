package dev.flipswitch.server.broadcast;

/**
 * How many event streams of SDKs may be open. Immutable.
 *
 * @param inAll on this server; 0 for any number
 * @param perKey with one API key; 0 for any number
 * @param perAddress from one address; 0 for any number
 */
public record StreamLimits(int inAll, int perKey, int perAddress) {

    /** As many as there come. */
    public static final StreamLimits NONE = new StreamLimits(0, 0, 0);
}
