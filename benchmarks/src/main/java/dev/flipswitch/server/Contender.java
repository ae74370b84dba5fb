package dev.flipswitch.server;

import java.io.IOException;
import java.util.OptionalLong;

/** Somebody who notifies all clients of a change. For one thread, but for {@link #tell()}, which may be called by another one. */
interface Contender {

    String name();

    /** New clients, none of which is connected yet. */
    FanOutClients clients() throws IOException;

    /** Notifies all clients. */
    void tell() throws IOException, InterruptedException;

    /** Returns when it knows that all of its clients are gone. */
    void forgetClients() throws IOException, InterruptedException;

    /** Bytes of Java heap in use, after a garbage collection; empty if it has none. */
    OptionalLong heapBytes() throws IOException, InterruptedException;
}
