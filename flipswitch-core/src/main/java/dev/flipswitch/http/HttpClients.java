package dev.flipswitch.http;

import dev.flipswitch.messages.Messages;
import java.lang.System.Logger.Level;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.net.http.HttpClient;
import org.jspecify.annotations.Nullable;

/** Ends the JDK's HTTP clients. Stateless. */
public final class HttpClients {
    private static final System.Logger LOG = System.getLogger(HttpClients.class.getName());

    /** {@code HttpClient.shutdownNow()}, or null before Java 21, where a client ends once nobody refers to it. */
    private static final @Nullable MethodHandle SHUTDOWN_NOW = find();

    private HttpClients() {}

    private static @Nullable MethodHandle find() {
        try {
            return MethodHandles.publicLookup()
                    .findVirtual(HttpClient.class, "shutdownNow", MethodType.methodType(void.class));
        } catch (NoSuchMethodException | IllegalAccessException e) {
            return null;
        }
    }

    /** Gives up what a client has under way, and ends its thread and connections, where that can be had. */
    public static void close(HttpClient client) {
        MethodHandle shutdownNow = SHUTDOWN_NOW;
        if (shutdownNow == null) {
            return;
        }
        try {
            shutdownNow.invoke(client);
        } catch (Throwable e) { // whatever it is, nobody can use the client any more
            LOG.log(Level.DEBUG, Messages.httpClientNotClosed(), e);
        }
    }
}
