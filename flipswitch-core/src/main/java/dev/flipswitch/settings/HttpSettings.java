package dev.flipswitch.settings;

import dev.flipswitch.messages.Messages;
import java.net.Authenticator;
import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * How the server is reached: a whole client, or the parts of one. Immutable.
 *
 * @param client used as it is, if given
 * @param sslContext the JDK's default, if null
 * @param proxy the JDK's default, if null
 * @param authenticator none, if null
 * @param executor the provider's own, if null
 * @param threadFactory makes the provider's own threads; plain ones, if null
 */
public record HttpSettings(
        @Nullable HttpClient client,
        @Nullable SSLContext sslContext,
        @Nullable ProxySelector proxy,
        @Nullable Authenticator authenticator,
        @Nullable Executor executor,
        @Nullable ThreadFactory threadFactory) {

    public static final HttpSettings DEFAULT = new HttpSettings(null, null, null, null, null, null);

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

    /**
     * The client for HTTP/1.1, on given threads, with which a broken connection is never handed out again and clear text needs no upgrade.
     * Its selector thread inherits the context class loader, so it gets one that no application's life hangs on.
     */
    public HttpClient newClient(Executor threads) {
        if (client != null) {
            return client;
        }
        Thread current = Thread.currentThread();
        ClassLoader before = current.getContextClassLoader();
        current.setContextClassLoader(ClassLoader.getPlatformClassLoader());
        try {
            HttpClient.Builder builder = HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(CONNECT_TIMEOUT)
                    .executor(threads);
            if (sslContext != null) {
                builder.sslContext(sslContext);
            }
            if (proxy != null) {
                builder.proxy(proxy);
            }
            if (authenticator != null) {
                builder.authenticator(authenticator);
            }
            return builder.build();
        } finally {
            current.setContextClassLoader(before);
        }
    }

    public HttpSettings with(HttpClient given) {
        return new HttpSettings(given, sslContext, proxy, authenticator, executor, threadFactory);
    }

    public HttpSettings with(SSLContext given) {
        return new HttpSettings(client, given, proxy, authenticator, executor, threadFactory);
    }

    public HttpSettings with(ProxySelector given) {
        return new HttpSettings(client, sslContext, given, authenticator, executor, threadFactory);
    }

    public HttpSettings with(Authenticator given) {
        return new HttpSettings(client, sslContext, proxy, given, executor, threadFactory);
    }

    public HttpSettings with(Executor given) {
        return new HttpSettings(client, sslContext, proxy, authenticator, given, threadFactory);
    }

    public HttpSettings withThreads(ThreadFactory given) {
        return new HttpSettings(client, sslContext, proxy, authenticator, executor, given);
    }

    /**
     * Checks that there are not a client and parts of one.
     *
     * @throws IllegalArgumentException if there are
     */
    public void check() {
        if (client != null && (sslContext != null || proxy != null || authenticator != null)) {
            throw new IllegalArgumentException(Messages.clientAndParts());
        }
    }

    /** Says nothing of its parts, which may hold credentials. */
    @Override
    public String toString() {
        return "HttpSettings[]";
    }
}
